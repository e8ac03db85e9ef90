import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { Database, Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import { DEFAULT_INJURY_SETTINGS, type InjurySettings } from '../../rules/injury/settings.ts';
import { findInjurySetting, findSettingOfDay, type InjurySettingRow } from '../../store/injury-settings.ts';

/** What holds in the park on that day: its own settings, or the defaults. */
export async function settingsOn(
  orm: Database['orm'] | Tx,
  park: string,
  on: LocalDate,
): Promise<InjurySettings> {
  return (await findInjurySetting(orm, park, on)) ?? DEFAULT_INJURY_SETTINGS;
}

/** What the park entered for that very day; refuses `setting-missing`. */
export async function settingsOf(
  { db }: Deps,
  { park }: Actor,
  validFrom: LocalDate,
): Promise<InjurySettingRow> {
  const found = await findSettingOfDay(db, park, validFrom);
  if (found !== null) return found;
  throw refuse('missing', 'setting-missing', {
    zh: '该日没有登记的设置',
    en: 'No settings begin on that day',
  });
}
