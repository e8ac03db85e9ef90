import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import type { OpenedCase } from './open-case.ts';
import { openJson, sealJson } from './secrets.ts';

/** Which column of which row inside a case. */
interface Place {
  column: string;
  id: string;
}

/** Seals what belongs to one row inside a case; refuses `case-erased` where the case has no key any more. */
export function sealPart({ keyring }: Deps, { dek }: OpenedCase, at: Place, value: unknown): string {
  if (dek !== null) return sealJson(keyring, dek, at, value);
  throw refuse('conflict', 'case-erased', { zh: '案件的个人信息已删除', en: 'The case is erased' });
}

/** Opens what `sealPart` sealed; null once the case was erased. */
export function openPart<T>({ keyring }: Deps, { dek }: OpenedCase, at: Place, sealed: string): T | null {
  return openJson<T>(keyring, dek, at, sealed);
}
