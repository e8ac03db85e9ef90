/**
 * What is over once the persons of an application were erased: nobody reads what it said, and no word can be sealed
 * beside it. What stands without them (a transfer, a paper of the authority, its end) is still recorded.
 */
import { refuse } from '@qinwu/domain/errors';
import type { InjuryMove } from './action-bodies.ts';
import type { InjuryAction } from './lifecycle.ts';

/** What reads the persons, as the notice in writing does, or is nothing without its reason. */
const NEEDING: ReadonlySet<string> = new Set([
  'request-correction',
  'exclude-period',
  'void-employer-extension',
  'void-excluded-period',
  'close-duplicate',
  'close-opened-in-error',
  'complete-details',
]);

/** Members of a body that are kept sealed alone, or are scans: what came after the erasure would outlast it. */
const SEALED = ['note', 'withdrawalRecord', 'withdrawalFile', 'noMoreFile'] as const;

export function applicationErased(): Error {
  return refuse('conflict', 'application-erased', {
    zh: '申请的个人信息已删除，不能再更正或者办理须用到个人信息的事项',
    en: 'The persons of the application were erased: nothing that needs them can be done any more',
  });
}

/** True of an action that an erased application still allows. */
export function isOpenErased(action: InjuryAction): boolean {
  return !NEEDING.has(action);
}

/** The place of the first word or scan in a body, below its root. */
function placeOf({ action, body }: InjuryMove): string | undefined {
  const member = SEALED.find((name) => Reflect.get(body, name) !== undefined);
  if (member !== undefined || action !== 'add-materials') return member;
  const n = body.materials.findIndex(({ files = [] }) => files.length > 0);
  return n === -1 ? undefined : `materials/${n}/files`;
}

/** Refuses a move of an erased application that needs the persons, or what would not be kept. */
export function ensureKept(move: InjuryMove): void {
  if (NEEDING.has(move.action)) throw applicationErased();
  const lost = placeOf(move);
  if (lost === undefined) return;
  throw refuse(
    'conflict',
    'application-erased',
    {
      zh: '申请的个人信息已删除，文字说明和扫描件不再保存',
      en: 'The persons of the application were erased: neither words nor scans are kept with it any more',
    },
    {
      detail: { zh: `不填 ${lost} 可以办理`, en: `leave out ${lost}` },
      errors: [
        {
          pointer: `/${lost}`,
          code: 'application-erased',
          detail: { zh: '不再保存，请不填', en: 'is kept no more: leave it out' },
        },
      ],
    },
  );
}
