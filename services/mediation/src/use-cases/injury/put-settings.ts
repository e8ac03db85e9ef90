import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { commit } from '@qinwu/platform/db/commit';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../../deps.ts';
import { ensureFurther, type InjurySettings } from '../../rules/injury/settings.ts';
import { findSettingOfDay, type InjurySettingRow, saveInjurySetting } from '../../store/injury-settings.ts';

interface Setting {
  validFrom: string;
  settings: InjurySettings;
  /** Refuses unless the caller has seen the settings of that day as they stand, null where there are none. */
  expected(before: InjurySettingRow | null): void;
}

/** Sets what holds from a day on; what has begun to hold before today stays as it was. */
export async function putInjurySettings(
  deps: Deps,
  { actor, now }: Caller,
  { validFrom, settings, expected }: Setting,
): Promise<{ row: InjurySettingRow; isNew: boolean }> {
  ensureFurther(settings);
  if (validFrom < localDateOf(now)) {
    throw refuse('conflict', 'setting-past', {
      zh: '施行日不能早于今天，已施行的设置不改写',
      en: 'Settings begin today at the earliest; those in force are not overwritten',
    });
  }
  const before = await findSettingOfDay(deps.db, actor.park, validFrom);
  expected(before);
  const id = before?.id ?? newId();
  const entry = makeEntry(
    {
      park: actor.park,
      caseKind: 'injury-setting',
      caseId: id,
      at: now,
      actor: actor.id,
      action: before === null ? 'listed' : 'changed',
      change: { validFrom, ...settings },
    },
    before === null ? null : { seq: before.version, hash: before.ledgerHash },
  );
  const row: InjurySettingRow = {
    ...settings,
    materials: [...settings.materials],
    id,
    parkId: actor.park,
    validFrom,
    version: entry.seq,
    ledgerHash: entry.hash,
  };
  const values = { ...row, expectedVersion: before?.version ?? 0 };
  await commit(deps.db, { statement: saveInjurySetting, values, entry, events: [] });
  return { row, isNew: before === null };
}
