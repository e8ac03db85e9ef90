import type { Actor } from '@qinwu/domain/actor';
import { ID_PATTERN } from '@qinwu/domain/id';
import { z } from 'zod';
import { recordKey } from '../crypto/record-key.ts';
import { keepAnswer } from '../db/idempotency.ts';
import { inTransaction } from '../db/in-transaction.ts';
import type { Http } from '../http/http.ts';
import type { Access, Restricted } from '../http/route.ts';
import { fileAnswer } from './file-answer.ts';
import { DEFAULT_ACCEPT, DEFAULT_MAX_FILE_BYTES } from './file-limits.ts';
import type { StoredFile } from './file-rows.ts';
import type { FileStore } from './file-store.ts';
import { openFile } from './open-file.ts';
import { saveFile } from './save-file.ts';
import { readUpload } from './upload-form.ts';

export interface FileRouteOptions {
  /** `/grievance/v1`. */
  prefix: string;
  upload: Restricted;
  download: Restricted;
  maxBytes?: number;
  accept?: readonly string[];
  /** May this actor read this file? Throws `file-missing` where not; by default every caller of the route may. */
  mayRead?: (actor: Actor, fileId: string) => Promise<void>;
}

const fileView = z
  .object({
    id: z.string(),
    name: z.string().describe('保存的文件名'),
    mediaType: z.string().describe('按内容判断的类型'),
    bytes: z.int().describe('保存的字节数；图片已去除拍摄地点等信息'),
    sha256: z.string().describe('保存内容的 SHA-256，写入台账'),
    createdAt: z.string(),
  })
  .meta({ id: 'File' });

function viewOf(file: StoredFile): z.input<typeof fileView> {
  const { id, name, mediaType, bytes, sha256, createdAt } = file;
  return { id, name, mediaType, bytes, sha256, createdAt: createdAt.toISOString() };
}

/** Routes to send a file (streamed, before the record that names it) and to fetch it. */
export function fileRoutes(http: Http, files: FileStore, options: FileRouteOptions): void {
  const { prefix, mayRead, accept = DEFAULT_ACCEPT, maxBytes = DEFAULT_MAX_FILE_BYTES } = options;
  const upload = { maxBytes, maxFiles: 1 };

  http.route(
    {
      method: 'POST',
      url: `${prefix}/files`,
      operationId: 'uploadFile',
      summary: '上传附件',
      description: `流式上传。类型按内容判断（${accept.join('、')}）；图片去除拍摄地点等信息后保存。一天内未被任何记录引用的文件自动删除。例：\`curl -H "Idempotency-Key: $KEY" -H "Authorization: Bearer $TOKEN" -F file=@photo.jpg\`。`,
      tags: ['附件 files'],
      access: options.upload,
      idempotency: 'required',
      upload,
      responses: { 201: { description: '已保存', schema: fileView } },
    },
    async (call) => {
      const { actor } = call;
      const form = await readUpload(call, upload, (part) =>
        saveFile(files, part.file, {
          park: actor.park,
          createdBy: actor.id,
          name: part.filename ?? '',
          maxBytes,
          accept,
        }),
      );
      const [file] = form.files;
      if (file === undefined) throw new Error('a form without a file was let through');
      call.bindFingerprint(`${file.sha256} ${file.name}`);
      const answer = { status: 201, body: viewOf(file), location: `${prefix}/files/${file.id}` };
      // The name of a file tells of persons too: what is kept of it is sealed under the file's own key.
      const dek = await recordKey(files.db.orm, files.keyring, { park: actor.park, recordId: file.id });
      const kept = dek === null ? call.keep(answer) : call.keep(answer, file.id, dek);
      // A repeat is answered from the key; the file it brought along belongs to nothing and is swept.
      if (kept !== undefined) await inTransaction(files.db, (tx) => keepAnswer(tx, kept));
      return answer;
    },
  );

  const access: Access = options.download;
  http.route(
    {
      method: 'GET',
      url: `${prefix}/files/:id`,
      operationId: 'downloadFile',
      summary: '下载附件',
      tags: ['附件 files'],
      access,
      params: z.object({ id: z.string().regex(new RegExp(ID_PATTERN)) }),
      produces: ['*/*'],
      handlerTimeoutMs: 0,
      responses: {
        200: { description: '文件内容', schema: null, contentType: 'application/octet-stream' },
        304: { description: '与 If-None-Match 相同', schema: null },
      },
    },
    async (call) => {
      const { id } = call.params;
      await mayRead?.(call.actor, id);
      const file = await openFile(files, files.db.orm, { park: call.actor.park, id });
      return fileAnswer(call, file);
    },
  );
}
