/** Why an application goes no further here: its applicant withdrew it, it belongs elsewhere, or what was asked for never came. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { InjuryMove } from './action-bodies.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { missingDetails } from './details.ts';
import { endedHere } from './ended-here.ts';
import type { InjuryClock } from './limits.ts';
import { missingOf } from './materials.ts';
import type { InjuryStanding } from './standing.ts';
import { supplyBy } from './supply-term.ts';

type NotTransferBody = Extract<InjuryMove, { action: 'not-transfer' }>['body'];

interface Ending {
  found: InjuryApplication;
  clocks: readonly InjuryClock[];
  standing: InjuryStanding;
  now: Date;
}

/** The written word of the applicant: the paper the window scans, or what the applicant's own account writes. */
function ensureWritten(
  standing: InjuryStanding,
  { withdrawalFile, withdrawalRecord }: NotTransferBody,
): void {
  if (withdrawalFile !== undefined || (standing !== 'window' && withdrawalRecord !== undefined)) return;
  throw fieldRule('/withdrawalFile', 'withdrawal-missing', {
    zh: '须附申请人书面撤回的文件，或者由申请人本人撤回并写明；调解、和解不终结工伤认定申请',
    en: 'Attach the written withdrawal, or let the applicant withdraw; a settlement does not end the claim',
  });
}

/**
 * Only what was asked for in writing, and had its time to come, ends an application by not coming; earlier where the
 * applicant says in writing that it will not.
 */
function ensureTermOver(found: InjuryApplication, today: LocalDate, noMoreFile: string | undefined): void {
  const isMissing = missingOf(found.materials).length + missingDetails(found).length > 0;
  if (found.notices.length === 0 || !isMissing) {
    throw refuse('conflict', 'not-notified', {
      zh: '未经一次性书面告知补正，或材料已齐，不得以材料不齐不移交（工伤保险条例第十八条）',
      en: 'Nothing was asked for in writing, or nothing is missing (art. 18)',
    });
  }
  const last = supplyBy(found.notices);
  if (last === null || last < today || noMoreFile !== undefined) return;
  throw refuse(
    'conflict',
    'supply-term-running',
    {
      zh: `补正期限至${last}止，届满前不得以材料不齐不移交；申请人书面表示不再补交的，附其扫描件（noMoreFile）。申请期限临近的，可以按现有材料移交`,
      en: `What was asked for may come until ${last}: before that only with the applicant's written word that nothing more will come (noMoreFile). Near its limit the application can be handed over as it is`,
    },
    { extra: { supplyBy: last } },
  );
}

/** Ends an application here, for one of the three reasons; refuses where the reason is none. */
export function notTransferred({ found, clocks, standing, now }: Ending, body: NotTransferBody): Decision {
  const { reason, withdrawalFile, withdrawalRecord, noMoreFile, note } = body;
  const isWithdrawn = reason === 'withdrawn-in-writing';
  if (isWithdrawn) ensureWritten(standing, body);
  if (!isWithdrawn && (withdrawalFile ?? withdrawalRecord) !== undefined) {
    throw fieldRule('/reason', 'withdrawal-elsewhere', {
      zh: '撤回文件仅用于书面撤回',
      en: 'A withdrawal goes with that reason alone',
    });
  }
  if (reason === 'materials-missing-after-notice') ensureTermOver(found, localDateOf(now), noMoreFile);
  else if (noMoreFile !== undefined) {
    throw fieldRule('/noMoreFile', 'no-more-elsewhere', {
      zh: '不再补交的书面说明仅用于告知后材料仍不齐',
      en: 'That nothing more comes is said with materials missing after notice alone',
    });
  }
  const files = [withdrawalFile, noMoreFile].filter((file) => file !== undefined);
  const closingNote = withdrawalRecord ?? note;
  return {
    set: { notTransferredReason: reason, movedOn: localDateOf(now) },
    clocks: endedHere(clocks, now),
    change: {
      reason,
      ...(withdrawalFile === undefined ? {} : { withdrawalFile }),
      ...(noMoreFile === undefined ? {} : { noMoreFile }),
    },
    ...(closingNote === undefined ? {} : { closingNote }),
    ...(files.length === 0 ? {} : { files }),
  };
}
