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

/** Members of a body that are kept sealed alone. */
const SEALED = ['note', 'withdrawalRecord'] as const;

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

/** Refuses a move of an erased application that needs the persons, or words that would not be kept. */
export function ensureKept({ action, body }: InjuryMove): void {
  if (NEEDING.has(action)) throw applicationErased();
  const lost = SEALED.find((name) => Reflect.get(body, name) !== undefined);
  if (lost === undefined) return;
  throw refuse(
    'conflict',
    'application-erased',
    {
      zh: '申请的个人信息已删除，文字说明无法保存',
      en: 'The persons of the application were erased: what is written would not be kept',
    },
    {
      detail: { zh: `不填 ${lost} 可以办理`, en: `leave out ${lost}` },
      errors: [
        {
          pointer: `/${lost}`,
          code: 'application-erased',
          detail: { zh: '无法保存，请不填', en: 'would not be kept: leave it out' },
        },
      ],
    },
  );
}
