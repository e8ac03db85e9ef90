import type { ServiceName } from '@qinwu/contracts/service-name';
import { refuse } from '@qinwu/domain/errors';
import { ID_PATTERN } from '@qinwu/domain/id';
import { z } from 'zod';
import type { Http } from '../http/http.ts';
import { fileAnswer } from './file-answer.ts';
import { fileMissing } from './file-faults.ts';
import { findGrant } from './file-grants.ts';
import { readFileLink } from './file-link.ts';
import type { FileStore } from './file-store.ts';
import { openFile } from './open-file.ts';

/** A sight of a granted file. */
export interface GrantedSight {
  park: string;
  fileId: string;
  /** The record by which the file was granted, `grievance/<id>`. */
  record: string;
  listener: ServiceName;
  reader: string;
  at: Date;
}

export interface GrantedFileOptions {
  owner: ServiceName;
  /** `/grievance/v1`. */
  prefix: string;
  /** Puts a sight on record; nothing is shown before it has returned. */
  onSight: (sight: GrantedSight) => Promise<void>;
}

function linkRefused(code: 'link-invalid' | 'link-expired'): Error {
  return code === 'link-invalid'
    ? refuse('forbidden', code, { zh: '链接无效', en: 'The link is not valid' })
    : refuse('forbidden', code, {
        zh: '链接已过期，请重新获取',
        en: 'The link has expired: ask for a new one',
      });
}

/** The route by which another service's people read a file that was granted to that service. */
export function grantedFileRoute(
  http: Http,
  files: FileStore,
  { owner, prefix, onSight }: GrantedFileOptions,
): void {
  http.route(
    {
      method: 'GET',
      url: `${prefix}/granted-files/:id`,
      operationId: 'readGrantedFile',
      summary: '凭链接查阅已授权的附件 Read a granted file',
      description:
        '附件随转办授权给另一服务；由该服务核验查阅人后签发链接，数分钟内有效。链接即凭证，无需令牌；每次查阅均留痕。',
      tags: ['附件 files'],
      access: 'public',
      params: z.object({ id: z.string().regex(new RegExp(ID_PATTERN)) }),
      query: z.object({ link: z.string().min(1).max(1_000).describe('签名') }),
      produces: ['*/*'],
      handlerTimeoutMs: 0,
      responses: {
        200: { description: '文件内容', schema: null, contentType: 'application/octet-stream' },
        304: { description: '与 If-None-Match 相同', schema: null },
        403: { description: '链接无效或已过期', schema: null },
      },
    },
    async (call) => {
      const { id } = call.params;
      const claims = readFileLink(files.keyring, owner, call.query.link);
      if (claims === null || claims.file !== id) throw linkRefused('link-invalid');
      const { park, listener, reader, until } = claims;
      if (call.now.getTime() >= until * 1_000) throw linkRefused('link-expired');
      const record = await findGrant(files.db, { park, fileId: id, listener });
      if (record === null) throw fileMissing();
      const file = await openFile(files, files.db.orm, { park, id });
      await onSight({ park, fileId: id, record, listener, reader, at: call.now });
      return fileAnswer(call, file);
    },
  );
}
