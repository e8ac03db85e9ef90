import type { Caller } from '@qinwu/domain/caller';
import { fieldRule } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import type { Party } from '../rules/case.ts';
import { isRaised, isSameMandate, type Mandate } from '../rules/mandate.ts';
import type { AttachedFile } from '../store/case-files.ts';
import { listLedgerLines } from '../store/ledger-lines.ts';
import { ownFiles } from './own-files.ts';
import { openJson, sealJson } from './secrets.ts';

/** A mandate that the ledger is to tell of. */
export interface MandateLine extends Mandate {
  party: string;
  sha256: string;
}

/** As the ledger tells of it: the account is a person's, sealed so that it goes with the case's key. */
interface LedgerMandate extends Omit<MandateLine, 'subject'> {
  /** Entries of earlier releases. */
  subject?: string | null;
  account?: string;
}

const ACCOUNT = 'ledger.mandate';

/** The case whose mandates they are, with its key. */
interface Under {
  id: string;
  dek: Buffer | null;
}

/** Mandates as the ledger is to tell of them. */
export function sealMandates(
  { keyring }: Pick<Deps, 'keyring'>,
  { id, dek }: Under,
  mandates: readonly MandateLine[],
): LedgerMandate[] {
  return mandates.map(({ subject, ...line }) =>
    subject === null || dek === null
      ? line
      : { ...line, account: sealJson(keyring, dek, { column: ACCOUNT, id }, subject) },
  );
}

/** Mandates with their accounts, as long as the case has its key. */
export function openMandates(
  { keyring }: Pick<Deps, 'keyring'>,
  { id, dek }: Under,
  mandates: readonly LedgerMandate[],
): Omit<LedgerMandate, 'account'>[] {
  return mandates.map(({ account, subject = null, ...line }) => ({
    ...line,
    subject:
      account === undefined ? subject : openJson<string>(keyring, dek, { column: ACCOUNT, id }, account),
  }));
}

interface Among {
  before: readonly Party[];
  /** Whose the papers may be already. */
  owner: string;
  /** Files that the same commit gives to the case itself. */
  files: readonly AttachedFile[];
}

/** The mandates that parties did not have before, their papers the caller's own; refuses those it cannot have. */
export async function newMandates(
  deps: Deps,
  caller: Caller,
  parties: readonly Party[],
  { before, owner, files }: Among,
): Promise<MandateLine[]> {
  const lines: MandateLine[] = [];
  for (const [n, { id, mandate }] of parties.entries()) {
    if (mandate === undefined || isSameMandate(mandate, before.find((each) => each.id === id)?.mandate))
      continue;
    const pointer = `/parties/${n}/representative/mandate`;
    const [paper] = await ownFiles(deps, caller, [mandate.file], { owner, pointer });
    if (paper === undefined || files.some((file) => file.id === mandate.file)) throw usedTwice(pointer);
    lines.push({ ...mandate, party: id, sha256: paper.sha256 });
  }
  return lines;
}

/** The mandates that were ever shown in a case. */
async function shownIn({ db }: Deps, park: string, id: string): Promise<LedgerMandate[]> {
  const lines = await listLedgerLines(db, park, id);
  return lines.flatMap(({ body }): LedgerMandate[] => JSON.parse(body).change.mandates ?? []);
}

/** Refuses special powers on the paper of general ones; withdrawn in between or scanned again, it is the same paper. */
export async function ensureNotRaised(
  deps: Deps,
  { id, parkId }: { id: string; parkId: string },
  { mandates, parties }: { mandates: readonly MandateLine[]; parties: readonly Party[] },
): Promise<void> {
  if (mandates.every(({ powers }) => powers !== 'special')) return;
  const shown = await shownIn(deps, parkId, id);
  const raised = mandates.find((line) => isRaised(line, shown));
  if (raised === undefined) return;
  const n = parties.findIndex((party) => party.id === raised.party);
  throw fieldRule(`/parties/${n}/representative/powers`, 'powers-raised', {
    zh: '该授权委托书此前登记为一般授权；特别授权须另行出具并上传授权委托书（民事诉讼法第六十二条）',
    en: 'This mandate was shown for general powers: special ones take a mandate of their own, uploaded by itself',
  });
}

/** The parties whose mandate ended: it was withdrawn, replaced, or they left the case. */
export function endedMandates(before: readonly Party[], after: readonly Party[]): string[] {
  return before
    .filter(({ id, mandate }) => {
      return mandate !== undefined && !isSameMandate(mandate, after.find((each) => each.id === id)?.mandate);
    })
    .map(({ id }) => id);
}

function usedTwice(pointer: string): Error {
  return fieldRule(pointer, 'file-unusable', {
    zh: '授权委托书单独上传，不与附件同为一个文件',
    en: 'The mandate is a file of its own, not one of the attachments',
  });
}
