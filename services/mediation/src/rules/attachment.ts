/** Files that came with the application: the applicants' own until they are shown as evidence. */
import { fieldRule } from '@qinwu/domain/errors';
import type { Side } from '../vocabulary.ts';
import { runsCase, type Standing } from './standing.ts';

/** Whether somebody who stands in the case sees them: who runs it, who brought it in, and the side that applied. */
export function seesAttachments(standing: Standing): boolean {
  return (
    runsCase(standing) ||
    standing.as === 'filer' ||
    (standing.as === 'party' && standing.side === 'applicant')
  );
}

/** The file of the application that becomes evidence; for the side that applied alone, the other one knows of none. */
export function attachmentFor<F extends { id: string }>(came: readonly F[], side: Side, id: string): F {
  const file = side === 'applicant' ? came.find((each) => each.id === id.toLowerCase()) : undefined;
  if (file !== undefined) return file;
  throw fieldRule('/attachment', 'attachment-unknown', {
    zh: '不是申请方随本案申请提交的文件',
    en: 'No file that this side brought with the application',
  });
}
