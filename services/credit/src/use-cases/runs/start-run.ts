import type { Caller } from '@qinwu/domain/caller';
import { fieldRule } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { pokeJobs } from '@qinwu/platform/jobs/request-job';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { ModelRow } from '../../store/model-table.ts';
import { findInForce } from '../../store/models.ts';
import { findClosing } from '../../store/runs/closings.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { databaseNow, findRunOfPeriod, insertRun } from '../../store/runs/runs.ts';
import { DEFAULT_SCHEME } from '../../vocabulary.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { ensureKnowable } from '../inputs/read-values.ts';
import { getModel, noModel } from '../models/read-models.ts';
import { askStep, nextRunEntry } from './run-step.ts';

export interface RunOrder {
  asOf: LocalDate;
  /** The model in force on the day, where no model is named. */
  scheme: string | undefined;
  modelId: string | undefined;
  /** Limits the run to a division; null for all. */
  division: string | null;
  /** The instant of its start where it is null. */
  knownOn: Date | null;
}

/** Starts a run, or answers with the one its period has already. */
export async function startRun<A>(
  deps: Deps,
  caller: Caller,
  order: RunOrder,
  present: Present<{ run: RunRow; isNew: boolean }, A>,
): Promise<A> {
  const { actor, now } = caller;
  ensureHappened(caller, '/asOf', order.asOf);
  ensureKnowable(order.knownOn, now);
  const closed = await findClosing(deps.db.orm, actor.park);
  if (closed !== null && order.asOf <= closed.closedThrough) throw periodClosed(closed.closedThrough);
  const { model, trial } = await modelOf(deps, caller, order);
  const by = { park: actor.park, askedBy: actor.id, now };
  const answer = await inTransaction(deps.db, async (tx) => {
    const { answer, kept } = present(await writeRun(tx, by, { ...order, model, trial }));
    if (kept !== undefined) await keepAnswer(tx, kept);
    return answer;
  });
  pokeJobs(deps.db);
  return answer;
}

/** Writes a run with its first job, unless its period has one. */
export async function writeRun(
  tx: Tx,
  { park, askedBy, now }: { park: string; askedBy: string; now: Date },
  { model, trial, asOf, division, knownOn }: Omit<RunOrder, 'scheme' | 'modelId'> & Chosen,
): Promise<{ run: RunRow; isNew: boolean }> {
  const run: RunRow = {
    id: newId(),
    parkId: park,
    version: 0,
    ledgerHash: '',
    state: 'PLANNING',
    scheme: model.scheme,
    modelId: model.id,
    modelVersion: model.modelVersion,
    modelHash: model.hash,
    document: model.document,
    asOf,
    knownOn: knownOn ?? (await databaseNow(tx)),
    askedKnownOn: knownOn,
    division,
    trial,
    askedBy,
    askedAt: now,
    enterprises: 0,
    slices: 0,
    slicesDone: 0,
    scored: 0,
    publishedAt: null,
    currentAt: null,
    previousRun: null,
    announcedAt: null,
    resultHash: null,
    report: null,
    endedAt: null,
    fault: null,
  };
  const { scheme, modelId, modelHash } = run;
  const change = { scheme, modelId, modelHash, asOf, knownOn: run.knownOn.toISOString(), division, trial };
  const entry = nextRunEntry(run, { at: now, actor: askedBy, action: 'started', change });
  const begun = { ...run, version: entry.seq, ledgerHash: entry.hash };
  if (!(await insertRun(tx, begun))) {
    const standing = await findRunOfPeriod(tx, run);
    if (standing === null) throw new Error('The run of the period has just ended; ask again.');
    return { run: standing, isNew: false };
  }
  await writeEntries(tx, [entry]);
  await askStep(tx, begun, 'plan');
  return { run: begun, isNew: true };
}

function periodClosed(through: LocalDate): Error {
  return fieldRule('/asOf', 'period-closed', {
    zh: `已关账至 ${through}，不再评分`,
    en: `Closed through ${through}: no more runs of these days`,
  });
}

interface Chosen {
  model: ModelRow;
  /** The model is not the one in force on the day. */
  trial: boolean;
}

async function modelOf(deps: Deps, { actor }: Caller, order: RunOrder): Promise<Chosen> {
  const { modelId, asOf, scheme } = order;
  const named = modelId === undefined ? null : await getModel(deps, actor, modelId);
  if (named !== null && scheme !== undefined && scheme !== named.scheme) {
    throw fieldRule('/scheme', 'scheme-of-model', {
      zh: '与所选模型的方案不一致',
      en: 'The model belongs to another scheme',
    });
  }
  const of = { park: actor.park, scheme: named?.scheme ?? scheme ?? DEFAULT_SCHEME, asOf, knownOn: null };
  const inForce = await findInForce(deps.db, of);
  const model = named ?? inForce;
  if (model === null) throw noModel();
  return { model, trial: model.id !== inForce?.id };
}
