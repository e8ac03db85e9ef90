import type { LocalDate } from '@qinwu/domain/local-date';
import type { Database, Tx } from '@qinwu/platform/db/database';
import { DEFAULT_INJURY_SETTINGS, type InjurySettings } from '../../rules/injury/settings.ts';
import { findInjurySetting } from '../../store/injury-settings.ts';

/** What holds in the park on that day: its own settings, or the defaults. */
export async function settingsOn(
  orm: Database['orm'] | Tx,
  park: string,
  on: LocalDate,
): Promise<InjurySettings> {
  return (await findInjurySetting(orm, park, on)) ?? DEFAULT_INJURY_SETTINGS;
}
