import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../../deps.ts';
import { decideModelMove, type ModelMove } from '../../rules/model/decide-model-move.ts';
import type { ModelAction } from '../../rules/model/lifecycle.ts';
import type { ScoreModelDocument } from '../../rules/model/score-model.ts';
import { type ModelRow, scoreModel } from '../../store/model-table.ts';
import { countOthersInForce } from '../../store/models.ts';
import { saveRecord } from '../../store/records.ts';
import { listCurrentRuns, listTrials } from '../../store/runs/runs.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { writeRecord } from '../write-record.ts';
import { checkedDocument } from './checked-document.ts';
import { versionTaken } from './draft-model.ts';
import { ensureFits, ensureNoneRevived } from './fits-catalogue.ts';
import { getModel } from './read-models.ts';

interface ModelChange {
  action: string;
  set: Partial<ModelRow>;
  change: Readonly<Record<string, unknown>>;
}

/** Replaces the document of a draft; what is in review or published stays as it is (409). */
export async function editModel<A>(
  deps: Deps,
  caller: Caller,
  { id, document, ifMatch }: { id: string; document: ScoreModelDocument; ifMatch: number | null },
  present: Present<ModelRow, A>,
): Promise<A> {
  const before = await getModel(deps, caller.actor, id);
  ensureVersion(before, ifMatch);
  if (before.state !== 'DRAFT') {
    throw refuse('conflict', 'model-not-editable', {
      zh: '只有起草中的模型可以修改；已发布的请另立新版本',
      en: 'Only a draft can be edited; of a published model make a new version',
    });
  }
  const { actor } = caller;
  const editors = [...new Set([...before.editors, actor.id])];
  const set = { ...checkedDocument(document, await catalogueOf(deps.db.orm, actor.park), ''), editors };
  const change = { scheme: set.scheme, modelVersion: set.modelVersion, hash: set.hash };
  return save(deps, caller, before, { action: 'edited', set, change }, present);
}

/** Takes one action on a model: submit, return, publish, retire. */
export async function moveModel<A>(
  deps: Deps,
  caller: Caller,
  { id, action, ifMatch }: { id: string; action: ModelAction; ifMatch: number | null },
  present: Present<ModelRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const before = await getModel(deps, actor, id);
    ensureVersion(before, ifMatch);
    const othersInForce = await countOthersInForce(deps.db, before, localDateOf(now));
    const tried = action === 'publish' ? await trialsOf(deps, before) : { trials: [], hasStanding: false };
    const state = decideModelMove({ model: before, action, actor: actor.id, othersInForce, ...tried });
    const set: Partial<ModelRow> = {
      state,
      ...(action === 'publish' ? { publishedBy: actor.id, reviewedBy: actor.id, publishedAt: now } : {}),
      ...(action === 'retire' ? { retiredAt: now } : {}),
    };
    return save(deps, caller, before, { action, set, change: { state, hash: before.hash } }, present);
  });
}

async function trialsOf({ db }: Deps, model: ModelRow): Promise<Pick<ModelMove, 'trials' | 'hasStanding'>> {
  const { parkId, scheme } = model;
  const [trials, standing] = await Promise.all([
    listTrials(db, model),
    listCurrentRuns(db.orm, parkId, [scheme]),
  ]);
  return { trials, hasStanding: standing.size > 0 };
}

async function save<A>(
  deps: Deps,
  caller: Caller,
  before: ModelRow,
  { action, set, change }: ModelChange,
  present: Present<ModelRow, A>,
): Promise<A> {
  try {
    return await writeRecord<ModelRow, A>(deps, caller, {
      kind: 'score-model',
      id: before.id,
      before,
      action,
      change,
      row: (head) => ({ ...before, ...set, ...head }),
      save: async (tx, row) => {
        // Once it is in review, its negative items are the park's.
        if (action === 'submit' || action === 'publish') await ensureFits(tx, row);
        const isSaved = await saveRecord(tx, scoreModel, row, before);
        if (action === 'retire') await ensureNoneRevived(tx, row.parkId, localDateOf(caller.now));
        return isSaved;
      },
      present,
    });
  } catch (error) {
    if (constraintOf(error) === 'score_model_version_key') throw versionTaken();
    throw error;
  }
}
