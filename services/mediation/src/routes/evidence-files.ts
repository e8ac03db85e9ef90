import { fileAnswer } from '@qinwu/platform/files/file-answer';
import { openFileStore } from '@qinwu/platform/files/file-store';
import { openFile } from '@qinwu/platform/files/open-file';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { readItem } from '../use-cases/bring-evidence.ts';
import { openCase } from '../use-cases/open-case.ts';
import { AT_TABLE, READ_SCOPE } from '../who.ts';
import { BASE } from './present.ts';

/** The bytes of an item, for whoever sees the item; where its file came with the application too, the other side has no other way. */
export function evidenceFileRoutes(http: Http, deps: Deps): void {
  const files = openFileStore(deps.db, deps.keyring, deps.s3);
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/evidence/:item/file`,
      operationId: 'downloadEvidence',
      summary: '下载证据文件 Download the file of an item',
      description: '能看到该证据的人可以下载；随申请提交的文件交换后，对方也由此下载。',
      tags: ['证据 evidence'],
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: z.object({ id: z.uuid().describe('案件标识'), item: z.uuid().describe('证据标识') }),
      produces: ['*/*'],
      handlerTimeoutMs: 0,
      responses: {
        200: { description: '文件内容', schema: null, contentType: 'application/octet-stream' },
        304: { description: '与 If-None-Match 相同', schema: null },
      },
    },
    async (call) => {
      const { actor } = call;
      const found = await openCase(deps, actor, call.params.id);
      const { fileId } = await readItem(deps, found, { actor: actor.id, item: call.params.item });
      return fileAnswer(call, await openFile(files, deps.db.orm, { park: actor.park, id: fileId }));
    },
  );
}
