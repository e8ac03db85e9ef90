import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../../deps.ts';
import { definitionOf } from '../../rules/catalogue/decide-definition.ts';
import { indicatorLifecycle } from '../../rules/catalogue/lifecycle.ts';
import { modelCodes } from '../../rules/catalogue/model-codes.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import type { IndicatorRow } from '../../store/catalogue/indicator-table.ts';
import { listInForceFrom } from '../../store/models.ts';
import { changeIndicator } from './change-indicator.ts';
import { indicatorMissing } from './read-indicators.ts';

export interface Retirement {
  readonly code: string;
  /** Refuses where the caller names another definition than the one that stands. */
  ensureCurrent(before: { id: string; version: number } | null): void;
}

/** Ends an indicator: it takes no value any more, and whatever was scored with it stays as it is. */
export async function retireIndicator<A>(
  deps: Deps,
  caller: Caller,
  { code, ensureCurrent }: Retirement,
  present: Present<IndicatorRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  return changeIndicator(
    deps,
    caller,
    code,
    async (tx, { indicator, stated }) => {
      if (indicator === null) throw indicatorMissing();
      ensureCurrent(stated === null ? null : { id: stated.seriesId, version: stated.version });
      const state = indicatorLifecycle.next(indicator.state, 'retire');
      const models = await listInForceFrom(tx, actor.park, localDateOf(now));
      const reader = models.find(({ document }) => modelCodes(readDocument(document)).has(code));
      if (reader !== undefined) throw indicatorRead(reader);
      return { action: 'retired', state, definition: definitionOf(indicator) };
    },
    present,
  );
}

function indicatorRead({
  id,
  scheme,
  modelVersion,
}: {
  id: string;
  scheme: string;
  modelVersion: string;
}): Error {
  return refuse(
    'conflict',
    'indicator-in-use',
    {
      zh: `施行中或将施行的模型 ${scheme} ${modelVersion} 使用该指标，先以新的模型取代它`,
      en: `Model ${scheme} ${modelVersion}, in force or to come into force, reads the indicator; replace it first`,
    },
    { extra: { model: id } },
  );
}
