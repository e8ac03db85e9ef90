/** What a park sets for the window where no law says how long or what more. */
import { fieldRule } from '@qinwu/domain/errors';
import type { Limit } from '@qinwu/domain/limit';
import { INJURY_DETAILS, type Material, STATUTORY_MATERIALS } from '../../injury-vocabulary.ts';
import type { Term } from '../case-clock.ts';

/** A line of the checklist beyond art. 18. */
export interface FurtherMaterial {
  code: string;
  name: string;
  required: boolean;
}

export interface InjurySettings {
  /** Working days from completeness to the transfer. */
  transferDays: number;
  /** Working days for what a notice of everything missing asks for. */
  supplyDays: number;
  /** With so many days left an application is handed over as it is. */
  nearDays: number;
  materials: readonly FurtherMaterial[];
  source: string;
  official: boolean;
}

/** Also of a park that set everything else before there was such a term (migration 0029). */
export const DEFAULT_SUPPLY_DAYS = 15;

/** What holds until a park sets its own. */
export const DEFAULT_INJURY_SETTINGS: InjurySettings = {
  transferDays: 3,
  supplyDays: DEFAULT_SUPPLY_DAYS,
  nearDays: 3,
  materials: [
    { code: 'identity', name: '身份证明', required: false },
    { code: 'authorisation', name: '授权委托书', required: false },
    { code: 'official-conclusion', name: '公安、交警等机关的结论性文书', required: false },
    { code: 'death-certificate', name: '死亡证明', required: false },
  ],
  source: '默认建议',
  official: false,
};

/** The window's own limit. */
export function transferTerm({ transferDays, source, official }: InjurySettings): Term {
  const limit: Limit = { unit: 'workday', amount: transferDays };
  return { limit, article: source, official };
}

/** The checklist an application begins with; nothing of it is there yet. */
export function checklist({ materials }: Pick<InjurySettings, 'materials'>): Material[] {
  const nothing = { providedOn: null, deFacto: false, files: [] };
  const statutory = Object.entries(STATUTORY_MATERIALS).map(([code, { zh }]) => ({
    code,
    name: zh,
    required: true,
    official: true,
    ...nothing,
  }));
  const further = materials.map((material) => ({ ...material, official: false, ...nothing }));
  return [...statutory, ...further];
}

/** Refuses a park's own list that repeats a code or takes one that means something already. */
export function ensureFurther({ materials }: Pick<InjurySettings, 'materials'>): void {
  const seen = new Set<string>([...Object.keys(STATUTORY_MATERIALS), ...INJURY_DETAILS]);
  for (const [n, { code }] of materials.entries()) {
    if (seen.has(code)) {
      throw fieldRule(`/materials/${n}/code`, 'material-twice', {
        zh: '代码重复，或与法定材料、申请内容的代码相同',
        en: 'The code stands twice, or is one of the law or of a detail',
      });
    }
    seen.add(code);
  }
}
