/** The checklist of art. 18: what is there, what is missing, and the one notice of everything missing. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { CorrectionNotice, InjuryDetail, Material } from '../../injury-vocabulary.ts';
import { checkNotFuture } from '../calculations/inputs.ts';

/** A material that was brought. */
export interface Brought {
  code: string;
  deFacto?: boolean | undefined;
  files?: readonly string[] | undefined;
}

/** Refuses `material-unknown`, `material-twice`, `de-facto-elsewhere`. */
export function ensureBrought(materials: readonly Material[], brought: readonly Brought[]): void {
  const seen = new Set<string>();
  for (const [n, { code, deFacto }] of brought.entries()) {
    const at = `/materials/${n}`;
    if (!materials.some((material) => material.code === code)) {
      throw fieldRule(`${at}/code`, 'material-unknown', {
        zh: '材料清单中没有该项',
        en: 'The checklist has no such material',
      });
    }
    if (seen.has(code)) {
      throw fieldRule(`${at}/code`, 'material-twice', {
        zh: '同一材料重复',
        en: 'The material stands twice',
      });
    }
    if (deFacto === true && code !== 'labour-relation') {
      throw fieldRule(`${at}/deFacto`, 'de-facto-elsewhere', {
        zh: '仅劳动关系证明可注明事实劳动关系',
        en: 'Only a labour relation is de facto',
      });
    }
    seen.add(code);
  }
}

/** The checklist with what was brought. */
export function withBrought(
  materials: readonly Material[],
  brought: readonly Brought[],
  today: LocalDate,
): Material[] {
  ensureBrought(materials, brought);
  return materials.map((material) => {
    const now = brought.find(({ code }) => code === material.code);
    if (now === undefined) return material;
    return {
      ...material,
      providedOn: material.providedOn ?? today,
      deFacto: now.deFacto ?? material.deFacto,
      files: [...new Set([...material.files, ...(now.files ?? [])])],
    };
  });
}

/** The codes that are required and not there. */
export function missingOf(materials: readonly Material[]): string[] {
  return materials
    .filter(({ required, providedOn }) => required && providedOn === null)
    .map(({ code }) => code);
}

/** What the window asks for beyond what is required anyway; `arisenOn` where the need came later. */
export interface Asked {
  code: string;
  arisenOn?: LocalDate | undefined;
}

function refuseSecond(code: string): Error {
  return refuse(
    'conflict',
    'notified-once',
    {
      zh: '须一次性书面告知需要补正的全部材料，此前已缺的不得再次告知（工伤保险条例第十八条）',
      en: 'Everything missing is told once: what was missing before is not asked for again (art. 18)',
    },
    { detail: { zh: `此前已缺：${code}`, en: `missing before: ${code}` } },
  );
}

function ensureKnown(materials: readonly Material[], asked: readonly Asked[]): void {
  for (const [n, { code }] of asked.entries()) {
    if (materials.some((material) => material.code === code)) continue;
    throw fieldRule(`/items/${n}/code`, 'material-unknown', {
      zh: '材料清单中没有该项',
      en: 'The checklist has no such material',
    });
  }
}

/** A second notice takes up only what has come to be needed since the last one, and says since when. */
function ensureArisen(asked: readonly Asked[], last: CorrectionNotice, today: LocalDate): void {
  for (const [n, { code, arisenOn }] of asked.entries()) {
    if (arisenOn === undefined || arisenOn <= last.on || last.items.includes(code)) throw refuseSecond(code);
    checkNotFuture(arisenOn, today, `/items/${n}/arisenOn`);
  }
}

/** The notice of everything missing and the checklist that follows; refuses a second one with art. 18. */
export function noticeOf(
  {
    materials,
    notices,
    details,
  }: {
    materials: readonly Material[];
    notices: readonly CorrectionNotice[];
    details: readonly InjuryDetail[];
  },
  asked: readonly Asked[],
  today: LocalDate,
): { notice: CorrectionNotice; materials: Material[] } {
  ensureKnown(materials, asked);
  const last = notices.at(-1);
  const told = new Set(notices.flatMap(({ items }) => items));
  const missing = new Set(missingOf(materials));
  // What came in answer to a notice and does not do is the matter of that notice still: it may be asked for again.
  const further = asked.filter(({ code }) => !told.has(code) || missing.has(code));
  const repeated = further.find(({ code }) => told.has(code))?.code;
  if (repeated !== undefined) throw refuseSecond(repeated);
  if (last !== undefined) ensureArisen(further, last, today);
  const codes = asked.map(({ code }) => code);
  // What is asked for is required from now on; what came but does not do is asked for again.
  const required = materials.map((material) =>
    codes.includes(material.code) ? { ...material, required: true, providedOn: null } : material,
  );
  const items = missingOf(required).filter((code) => last === undefined || codes.includes(code));
  const said = last === undefined ? details : [];
  if (items.length + said.length > 0) {
    const notice = { on: today, items, ...(said.length === 0 ? {} : { details: [...said] }) };
    return { notice, materials: required };
  }
  const [before] = [...missingOf(required), ...details];
  if (before !== undefined) throw refuseSecond(before);
  throw refuse('conflict', 'nothing-missing', { zh: '材料齐全，无须补正', en: 'Nothing is missing' });
}
