import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { commit } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { membersOf } from '../rules/case.ts';
import { clockLine, openClock, type RunningClock, summarize } from '../rules/case-clock.ts';
import type { CaseContent } from '../rules/case-content.ts';
import { type CheckedIntake, checkIntake } from '../rules/intake.ts';
import type { IntakeBody } from '../rules/intake-body.ts';
import { lifecycle } from '../rules/lifecycle.ts';
import { standingOf } from '../rules/standing.ts';
import { DEFAULT_TERMS, mediationTerm } from '../rules/terms.ts';
import { clockValues, insertCase } from '../store/case-commits.ts';
import type { CaseRow } from '../store/case-table.ts';
import { isLabour } from '../vocabulary.ts';
import { announceNewCase } from './announce-case.ts';
import type { Caller, OpenedCase, Present } from './open-case.ts';
import { ownFiles } from './own-files.ts';
import { sealJson, sealWords } from './secrets.ts';

/** Prefix of the case number 案号. */
export const NUMBER_PREFIX = 'MD';

/** Everything that has not happened yet. */
const UNTOUCHED = {
  amountAgreed: null,
  mediators: [],
  sealed: false,
  agreementForm: null,
  agreementNumber: null,
  outcome: null,
  notAcceptedCode: null,
  archiveNumber: null,
  extended: false,
  injuryApplication: null,
  imported: false,
  acceptedAt: null,
  startedAt: null,
  agreedAt: null,
  effectiveOn: null,
  concludedOn: null,
  performedOn: null,
  breachedOn: null,
  archivedAt: null,
} as const;

/** A new case that is not written yet. */
interface Draft {
  row: CaseRow;
  clocks: RunningClock[];
  content: CaseContent;
  dek: Buffer;
  wrapped: string;
}

function contentOf(body: IntakeBody, { contents }: CheckedIntake): CaseContent {
  const claims = body.claims.map(({ type, amount, note }) => ({ type, amount, note: note ?? null }));
  return { parties: contents, title: body.title, facts: body.facts, claims, closingNote: null };
}

async function draftCase(
  deps: Deps,
  { actor, now }: Caller,
  body: IntakeBody,
  grievanceId: string | null,
): Promise<Draft> {
  const checked = checkIntake(body, actor, now);
  const id = newId();
  const labour = isLabour(body.category);
  const today = localDateOf(now);
  const term = mediationTerm({ labour, channel: body.channel }, DEFAULT_TERMS);
  const at = { start: now, now, calendar: deps.calendar };
  const clocks = [openClock({ id: newId(), kind: 'mediate' }, term, at)];
  const { dek, wrapped } = deps.keyring.newRecordKey(id);
  const content = contentOf(body, checked);
  const row: CaseRow = {
    ...UNTOUCHED,
    ...summarize(clocks),
    mediators: [],
    id,
    parkId: actor.park,
    number: await deps.numbers.next(actor.park, NUMBER_PREFIX, today),
    version: 1,
    ledgerHash: '',
    state: lifecycle.initial,
    category: body.category,
    labour,
    channel: body.channel,
    oral: body.oral ?? false,
    organisation: body.organisation ?? 'window',
    mode: body.mode ?? null,
    gridCode: body.gridCode ?? null,
    injury: body.injury ?? false,
    workers: checked.workers,
    amountClaimed: checked.amountClaimed,
    limitationFrom: body.limitationFrom ?? null,
    parties: checked.parties,
    members: membersOf(checked.parties),
    content: sealJson(deps.keyring, dek, { column: 'content', id }, content),
    grievanceId,
    source: body.source ?? (body.externalRef === undefined ? null : body.channel),
    externalRef: body.externalRef ?? null,
    extension: body.extension ?? {},
    filedBy: actor.id,
    receivedOn: today,
    registeredAt: now,
    recordedAt: now,
  };
  return { row, clocks, content, dek, wrapped };
}

/** Enters a case in the register: checked, its clock running, all in one commit. */
export async function registerCase<A>(
  deps: Deps,
  caller: Caller,
  { body, grievanceId = null }: { body: IntakeBody; grievanceId?: string | null },
  present: Present<A>,
): Promise<A> {
  const draft = await draftCase(deps, caller, body, grievanceId);
  const { content, dek, wrapped } = draft;
  const { id } = draft.row;
  const files = await ownFiles(deps, caller, body.attachments ?? [], {
    owner: `case/${id}`,
    pointer: '/attachments',
  });
  const entry = makeEntry(
    {
      park: caller.actor.park,
      caseKind: 'case',
      caseId: id,
      at: caller.now,
      actor: caller.actor.id,
      action: 'registered',
      change: {
        number: draft.row.number,
        category: body.category,
        channel: body.channel,
        amountClaimed: String(draft.row.amountClaimed),
        files,
        clocks: draft.clocks.map(clockLine),
        words: sealWords(deps.keyring, dek, { id, seq: 1 }, { ...content }),
      },
    },
    null,
  );
  const row = { ...draft.row, ledgerHash: entry.hash };
  const clocks = draft.clocks.map((clock) => ({ ...clock, caseId: id, parkId: row.parkId }));
  const standing = standingOf(caller.actor, row) ?? { as: 'filer' };
  const done: OpenedCase = { row, clocks, wrapped, dek, content, standing };
  const { answer, kept } = present(done);
  try {
    await commit(deps.db, {
      statement: insertCase,
      values: { ...row, clocks: clockValues(clocks), files: files.map(({ id: file }) => file) },
      entry,
      events: announceNewCase(deps, row, caller),
      answer: kept,
      recordKey: { recordId: id, wrapped },
    });
  } catch (error) {
    if (constraintOf(error) === 'dispute_case_external_ref_key') throw externalRefTaken();
    throw error;
  }
  deps.log.info({ case: id, number: row.number, category: row.category }, 'case registered');
  return answer;
}

function externalRefTaken(): Error {
  return refuse(
    'conflict',
    'external-ref-taken',
    { zh: '该来源编号已登记', en: 'This external number is registered already' },
    { errors: [{ pointer: '/externalRef', code: 'taken', detail: { zh: '重复', en: 'taken' } }] },
  );
}
