/** Files of the grievance a case came from: kept there, and read there by those who run the case. */
import { refuse } from '@qinwu/domain/errors';
import type { CaseContent } from './case-content.ts';
import { runsCase, type Standing } from './standing.ts';

export type ReferredFile = NonNullable<CaseContent['referredFiles']>[number];

/** Those that somebody who stands in the case knows of: whoever complained showed them to no other side. */
export function referredFilesFor(content: CaseContent | null, standing: Standing): ReferredFile[] {
  return runsCase(standing) ? (content?.referredFiles ?? []) : [];
}

/** One of them; refuses `referred-file-missing`, also where the case did not come with the file. */
export function referredFileOf(content: CaseContent | null, standing: Standing, id: string): ReferredFile {
  const found = referredFilesFor(content, standing).find(({ fileId }) => fileId === id);
  if (found !== undefined) return found;
  throw refuse('missing', 'referred-file-missing', {
    zh: '本案没有该转来的附件',
    en: 'The case did not come with such a file',
  });
}
