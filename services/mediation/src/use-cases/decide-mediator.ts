import { hasRole } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { type OwnReason, toldTo } from '../rules/objection-reasons.ts';
import { type SaidOfWord, saidOf } from '../rules/recorded-word.ts';
import { ensureAtTable, ensureHandlesCase, ensureRunsCase, speakerOf } from '../rules/speaker.ts';
import { listNamed, listSessions } from '../store/find-sessions.ts';
import { findMediators, type MediatorRow } from '../store/mediators.ts';
import { saveCaseWithObjection, saveCaseWithSessions, sessionValues } from '../store/session-commits.ts';
import type { CaseMediatorRow } from '../store/session-tables.ts';
import { saidBy } from './asked-for.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { ensureNaming, type OpenedNaming, openNaming, sealNaming, withoutMediator } from './naming.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { valuesOfWords, wordLine } from './shown-word.ts';

/** What is done about a mediator of a case. */
export type MediatorStep =
  | ({ action: 'object'; party?: string | undefined; reason: string } & SaidOfWord)
  | { action: 'keep' | 'remove'; reason: string; reasons?: readonly OwnReason[] | undefined };

/** Everybody named in a case with what is sealed of it, for whoever stands at its table. */
export async function readNamed(deps: Deps, found: OpenedCase): Promise<OpenedNaming[]> {
  ensureAtTable(found.standing);
  const rows = await listNamed(deps.db, found.row.parkId, found.row.id);
  return rows.map((row) => openNaming(deps, found, row));
}

interface Subject {
  naming: OpenedNaming;
  mediator: MediatorRow;
}

async function subjectOf(deps: Deps, found: OpenedCase, mediatorId: string): Promise<Subject> {
  const rows = await listNamed(deps.db, found.row.parkId, found.row.id);
  const row = rows.find((each) => each.mediatorId === mediatorId && each.removedAt === null);
  const [mediator] = await findMediators(deps.db, found.row.parkId, [mediatorId]);
  if (row !== undefined && mediator !== undefined) return { naming: openNaming(deps, found, row), mediator };
  throw refuse('missing', 'mediator-missing', {
    zh: '该调解员未被指定办理本案',
    en: 'Not a mediator of the case',
  });
}

async function ensureRemovable(deps: Deps, { row }: OpenedCase, mediatorId: string): Promise<void> {
  if (row.state === 'MEDIATING' && row.mediators.length === 1) {
    throw refuse('conflict', 'last-mediator', {
      zh: '调解中的案件至少须有一名调解员，请先指定他人',
      en: 'A case in mediation has a mediator: name another one first',
    });
  }
  const sessions = await listSessions(deps.db, row.parkId, row.id);
  const planned = sessions.filter(
    ({ status, mediators }) => status === 'planned' && mediators.includes(mediatorId),
  );
  if (planned.length === 0) return;
  throw refuse(
    'conflict',
    'sessions-planned',
    {
      zh: '该调解员还有已安排的会议，请先改期、换人或取消',
      en: 'Sessions are planned: move or cancel them first',
    },
    { extra: { sessions: planned.map(({ id }) => id) } },
  );
}

const objecting = (found: OpenedCase, { naming }: Subject, party: string | undefined) => {
  const speaker = speakerOf(found.row.parties, found.standing, party);
  if (!naming.objectedBy.includes(speaker.id)) return speaker.id;
  throw refuse('conflict', 'objected-already', {
    zh: '已提出异议，等待处理',
    en: 'The objection waits to be decided',
  });
};

function ensureDecides(
  { actor }: Caller,
  { standing }: OpenedCase,
  { naming, mediator }: Subject,
  action: string,
) {
  if (action === 'remove') ensureHandlesCase(standing, actor);
  else ensureRunsCase(standing);
  if (action === 'keep' && naming.objectedBy.length === 0) {
    throw refuse('conflict', 'no-objection', {
      zh: '没有待处理的异议',
      en: 'There is no objection to decide',
    });
  }
  if (action !== 'keep' || mediator.subject !== actor.id || !hasRole(actor, 'mediator')) return;
  throw refuse('forbidden', 'own-objection', {
    zh: '不得自行处理对本人的异议',
    en: 'Nobody decides on an objection to themselves',
  });
}

/** What was written, for the ledger. */
function wordsOf(step: MediatorStep) {
  const own = step.action === 'object' ? undefined : step.reasons;
  return { reason: step.reason, ...(own === undefined ? {} : { reasons: own }) };
}

interface Stepped {
  naming: CaseMediatorRow;
  change: CaseChange;
}

/** The naming after the step, and what the case sets. */
async function stepped(
  deps: Deps,
  caller: Caller,
  found: OpenedCase,
  { subject, step }: { subject: Subject; step: MediatorStep },
): Promise<Stepped> {
  const { naming, mediator } = subject;
  const { said, ...row } = naming;
  const at = caller.now.toISOString();
  const before = said ?? { disclosed: null, objections: [], decisions: [] };
  const base = { change: { mediator: mediator.id }, words: wordsOf(step) };
  const after = (next: Partial<typeof row>, content: typeof before, change: CaseChange): Stepped => ({
    naming: { ...row, ...next, content: sealNaming(deps, found, row.id, content) },
    change,
  });
  if (step.action === 'object') {
    const party = objecting(found, subject, step.party);
    const word = await saidBy(deps, caller, found, { party, said: saidOf(step) });
    const of = { act: 'mediator-objected', now: caller.now } as const;
    const objections = [...before.objections, { party, reason: step.reason, at }];
    return after(
      { objectedBy: [...row.objectedBy, party] },
      { ...before, objections },
      {
        ...base,
        action: of.act,
        change: { ...base.change, party, ...wordLine(word) },
        statement: saveCaseWithObjection,
        values: valuesOfWords(deps, found, [word], of),
      },
    );
  }
  ensureDecides(caller, found, subject, step.action);
  const { action, reasons = [] } = step;
  const decisions = toldTo(row.objectedBy, step.reason, reasons).map((told) => {
    return { action, by: caller.actor.id, at, ...told };
  });
  const content = { ...before, decisions: [...before.decisions, ...decisions] };
  if (step.action === 'keep') {
    return after({ objectedBy: [] }, content, { ...base, action: 'mediator-kept' });
  }
  await ensureRemovable(deps, found, mediator.id);
  const set = withoutMediator(found.row, mediator);
  const next = { objectedBy: [], removedAt: caller.now };
  return after(next, content, { ...base, action: 'mediator-removed', set });
}

/** Objects to a mediator, keeps or removes one; whoever is removed stands in the case no more. */
export async function decideMediator<A>(
  deps: Deps,
  caller: Caller,
  input: { id: string; mediatorId: string; step: MediatorStep; ifMatch: number | null },
  present: Present<A>,
): Promise<A> {
  const { id, mediatorId, step, ifMatch } = input;
  return retryStale(async () => {
    const found = await openCase(deps, caller.actor, id);
    ensureVersion(found.row, ifMatch);
    ensureNaming(found.row);
    const subject = await subjectOf(deps, found, mediatorId);
    const { naming, change } = await stepped(deps, caller, found, { subject, step });
    const seated = found.seated.map((seat) => (seat.mediator.id === mediatorId ? { ...seat, naming } : seat));
    const values = { ...sessionValues({ named: [naming] }), ...change.values };
    const written = { statement: saveCaseWithSessions, ...change, values };
    return commitCase(deps, caller, { ...found, seated }, written, present);
  });
}
