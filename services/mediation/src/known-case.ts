import type { CaseContent } from './rules/case-content.ts';
import type { FoundCase } from './store/find-case.ts';

/** A case with what is sealed in it; `content` is null once the persons were erased. */
export interface KnownCase extends FoundCase {
  dek: Buffer | null;
  content: CaseContent | null;
}
