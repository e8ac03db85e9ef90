import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { localDateOf } from '@qinwu/domain/local-date';
import { type Change, commit } from '@qinwu/platform/db/commit';
import type { Deps } from '../deps.ts';
import type { Term } from '../rules/case-clock.ts';
import type { CaseContent } from '../rules/case-content.ts';
import { type CheckedIntake, checkIntake } from '../rules/intake.ts';
import type { IntakeBody } from '../rules/intake-body.ts';
import { standingOf } from '../rules/standing.ts';
import { clockValues, insertCase, insertCaseAndClock } from '../store/case-commits.ts';
import type { AttachedFile } from '../store/case-files.ts';
import { insertCaseWithPapers } from '../store/case-papers.ts';
import { type ConsentRow, consentValues } from '../store/consents.ts';
import { type SealRow, sealValues } from '../store/seals.ts';
import { isLabour } from '../vocabulary.ts';
import { type AddressSeal, addressSealRows, newAddressSeals } from './address-seals.ts';
import { announceNewCase } from './announce-case.ts';
import { caseTerm } from './case-term.ts';
import { type CaseDraft, draftCase, type NewCase, NUMBER_PREFIX } from './draft-case.ts';
import { externalRefTaken, isRefTaken } from './external-ref.ts';
import { injuryConsents } from './injury-consents.ts';
import { type MandateLine, newMandates } from './new-mandates.ts';
import { type Present, rememberCase } from './open-case.ts';
import { ownFiles } from './own-files.ts';

function contentOf(body: IntakeBody, { contents }: CheckedIntake): CaseContent {
  const claims = body.claims.map(({ type, amount, note }) => ({ type, amount, note: note ?? null }));
  const accident = body.accidentOn === undefined ? {} : { accidentOn: body.accidentOn };
  return { parties: contents, title: body.title, facts: body.facts, claims, closingNote: null, ...accident };
}

/** Who files, under which number, with which files. */
interface Filing {
  term: Term;
  actor: Actor;
  number: string;
  files: readonly AttachedFile[];
  mandates?: readonly MandateLine[];
  seals?: readonly AddressSeal[];
  now: Date;
}

/** A checked application as the case it begins. */
export function newCaseOf(
  body: IntakeBody,
  checked: CheckedIntake,
  { actor, number, files, mandates = [], seals = [], now, term }: Filing,
): NewCase {
  return {
    park: actor.park,
    number,
    category: body.category,
    channel: body.channel,
    delegation: body.delegation ?? null,
    oral: body.oral ?? false,
    organisation: body.organisation ?? 'window',
    mode: body.mode ?? null,
    gridCode: body.gridCode ?? null,
    injury: body.injury ?? false,
    workers: checked.workers,
    amountClaimed: checked.amountClaimed,
    limitationFrom: body.limitationFrom ?? null,
    parties: checked.parties,
    content: contentOf(body, checked),
    grievanceId: null,
    source: body.source ?? (body.externalRef === undefined ? null : body.channel),
    externalRef: body.externalRef ?? null,
    extension: body.extension ?? {},
    filedBy: actor.id,
    receivedOn: localDateOf(now),
    files,
    mandates,
    seals,
    now,
    term,
  };
}

/** Enters a case in the register: checked, its clock running, all in one commit. */
export async function registerCase<A>(
  deps: Deps,
  caller: Caller,
  body: IntakeBody,
  present: Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  const checked = checkIntake(body, actor, { now });
  const today = localDateOf(now);
  const { channel, delegation = null } = body;
  const of = { park: actor.park, labour: isLabour(body.category), channel, delegation };
  const [number, term] = await Promise.all([
    deps.numbers.next(actor.park, NUMBER_PREFIX, today),
    caseTerm(deps.db.orm, of, today),
  ]);
  // A file is owned by whoever sent it until a record takes it: a new case has none of its own yet.
  const files = await ownFiles(deps, caller, body.attachments ?? [], { owner: '', pointer: '/attachments' });
  const mandates = await newMandates(deps, caller, checked.parties, { before: [], owner: '', files });
  const seals = newAddressSeals(checked.parties, []);
  const filing = { actor, number, files, mandates, seals, now, term };
  const draft = draftCase(deps, newCaseOf(body, checked, filing));
  const { row, entry, wrapped, dek } = draft;
  const sealed = addressSealRows(deps, { ...row, dek }, seals, caller);
  const { answer, kept } = present({
    ...draft,
    standing: standingOf(actor, row) ?? { as: 'filer' },
    seated: [],
    calendar: deps.calendar,
  });
  try {
    await commit(deps.db, {
      ...rowsOf(draft, { files, mandates, sealed, consents: injuryConsents(row, caller) }),
      entry,
      events: announceNewCase(deps, row, caller),
      answer: kept,
      recordKey: { recordId: row.id, wrapped },
    });
  } catch (error) {
    throw isRefTaken(error) ? await externalRefTaken(deps, actor, row) : error;
  }
  rememberCase(deps, draft);
  deps.log.info({ case: row.id, number, category: row.category }, 'case registered');
  return answer;
}

interface Brought {
  files: readonly AttachedFile[];
  mandates: readonly MandateLine[];
  consents: readonly ConsentRow[];
  /** Seals on addresses. */
  sealed: readonly SealRow[];
}

/** The statement that writes the case with its clocks and files, and the values for it. */
function rowsOf(
  { row, clocks }: Pick<CaseDraft, 'row' | 'clocks'>,
  { files, mandates, consents, sealed }: Brought,
): Pick<Change, 'statement' | 'values'> {
  const [clock] = clocks;
  const hasPapers = [consents, mandates, sealed].some(({ length }) => length > 0);
  if (!hasPapers && files.length === 0 && clocks.length === 1 && clock !== undefined) {
    return { statement: insertCaseAndClock, values: { ...row, clock } };
  }
  const values = { ...row, clocks: clockValues(clocks), files: files.map(({ id }) => id) };
  if (!hasPapers) return { statement: insertCase, values };
  const papers = {
    consent: consentValues(consents),
    mandates: mandates.map(({ file }) => file),
    seals: sealValues(sealed),
  };
  return { statement: insertCaseWithPapers, values: { ...values, ...papers } };
}
