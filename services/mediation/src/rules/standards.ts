/** Which standard holds on a day in a region, and what may be changed of one. */
import { readDecimal } from '@qinwu/domain/decimal';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { isWithinRegion } from '@qinwu/domain/region';
import { NATION, type Standard, type StandardKind } from '../standard.ts';
import { defaultStandards } from './default-standards.ts';

/** What is looked for. */
interface Wanted {
  kind: StandardKind;
  on: LocalDate;
  /** Null: the only region the park has one for. */
  region: string | null;
}

/**
 * The standard in force: of the narrowest division around the region the one that began last. A park without any of
 * the kind, or of what stands in for it, gets the default. Refuses `standard-missing` and `region-required`.
 */
export function chooseStandard(ofPark: readonly Standard[], wanted: Wanted): Standard {
  const { kind, on, region } = wanted;
  const own = kindsFor(kind).map((each) => ofPark.filter((standard) => standard.kind === each));
  const shipped = defaultStandards().filter((standard) => standard.kind === kind);
  const groups = [...own, shipped].filter(({ length }) => length > 0);
  const place = region ?? (isLimit(kind) ? null : onlyRegion(groups[0] ?? []));
  // Every dispute is taken in: where the park's own limit does not hold, or not yet, what stands in for it does.
  const asked = isLimit(kind) ? groups : groups.slice(0, 1);
  const [chosen] = asked.flatMap((group) => narrowest(group, { on, place }) ?? []);
  if (chosen !== undefined) return chosen;
  throw refuse('rule', 'standard-missing', NO_STANDARD, {
    detail: {
      zh: `请先登记：${kind}，地区 ${place ?? NATION}，${on} 适用`,
      en: `Enter ${kind} for ${place ?? NATION} as of ${on} first`,
    },
  });
}

/** Of those in force the one of the narrowest division that began last; a dispute has no place (null), and asks for none. */
function narrowest(
  candidates: readonly Standard[],
  { on, place }: { on: LocalDate; place: string | null },
): Standard | undefined {
  return candidates
    .filter((standard) => place === null || isWithinRegion(place, standard.region))
    .filter((standard) => isInForce(standard, on))
    .toSorted((a, b) => narrowness(b) - narrowness(a) || b.validFrom.localeCompare(a.validFrom))
    .at(0);
}

const NO_STANDARD = { zh: '该日该地区没有适用的标准', en: 'No standard holds there on that day' };

const COURTS: readonly StandardKind[] = [
  'court-before-filing-days',
  'court-after-filing-days',
  'court-after-filing-summary-days',
];

/** A kind, and the one that stands in for it: a park that set one term for all that courts send keeps it for each. */
function kindsFor(kind: StandardKind): StandardKind[] {
  return COURTS.includes(kind) ? [kind, 'court-mediation-days'] : [kind];
}

/** True from its first to its last day. */
export function isInForce({ validFrom, validUntil }: Standard, on: LocalDate): boolean {
  return validFrom <= on && (validUntil === null || on <= validUntil);
}

function onlyRegion(candidates: readonly Standard[]): string {
  const regions = new Set(candidates.map(({ region }) => region));
  const [region = NATION] = regions;
  if (regions.size <= 1) return region;
  throw fieldRule('/region', 'region-required', {
    zh: '园区登记了多个地区的标准，须指明地区',
    en: 'The park has standards of several regions: say which',
  });
}

function narrowness({ region }: Standard): number {
  return region.replace(/(00)+$/, '').length;
}

/** A limit counts whole days. */
export function isLimit(kind: StandardKind): boolean {
  return kind === 'civil-mediation-days' || kind === 'court-mediation-days' || COURTS.includes(kind);
}

/** Wages up to a million yuan a month; a month has no more days than these. */
const MOST: Record<StandardKind, bigint> = {
  'minimum-wage': 100_000_000n,
  'average-wage': 100_000_000n,
  'month-days': 3_100n,
  'civil-mediation-days': 36_500n,
  'court-mediation-days': 36_500n,
  'court-before-filing-days': 36_500n,
  'court-after-filing-days': 36_500n,
  'court-after-filing-summary-days': 36_500n,
};

/** The value as its body writes it, in hundredths; refuses `value-invalid`. */
export function readStandardValue(kind: StandardKind, text: string): bigint {
  const value = readDecimal(text, 2);
  const isWhole = value !== null && (!isLimit(kind) || value % 100n === 0n);
  if (isWhole && value > 0n && value <= MOST[kind]) return value;
  throw fieldRule('/value', 'value-invalid', {
    zh: '须为正数，至多两位小数，月平均与最低工资以元计，不超过一百万元；月计薪天数不超过 31，期限为整天',
    en: 'must be positive with at most two decimals: yuan up to a million, days of a month up to 31, limits in whole days',
  });
}

/** An entry with the day it was entered on. */
export interface EnteredStandard extends Standard {
  recordedOn: LocalDate;
}

/** Refuses an entry that is wrong in itself, or that would change what already held. */
export function checkStandard(before: EnteredStandard | null, next: Standard, today: LocalDate): void {
  if (next.validUntil !== null && next.validUntil < next.validFrom) {
    throw fieldRule('/validUntil', 'dates-reversed', { zh: '止日早于起日', en: 'Ends before it begins' });
  }
  if (before !== null && isFixed(before, today)) checkEnding(before, next, today);
}

/** Until it begins, and on the day of its entry, a standard may be corrected; after that it has been relied on. */
function isFixed(before: EnteredStandard, today: LocalDate): boolean {
  return before.validFrom <= today && before.recordedOn < today;
}

function checkEnding(before: Standard, next: Standard, today: LocalDate): void {
  const isSame =
    before.value === next.value && before.source === next.source && before.official === next.official;
  if (!isSame) {
    throw refuse('conflict', 'standard-fixed', {
      zh: '标准已生效，不得改写：可定止日，另登记新标准',
      en: 'The standard has been in force: end it and enter a new one',
    });
  }
  const isPast = (until: LocalDate | null): boolean => until !== null && until < today;
  if (before.validUntil !== next.validUntil && (isPast(before.validUntil) || isPast(next.validUntil))) {
    throw refuse('conflict', 'standard-past', {
      zh: '止日不得改到今天以前，已终止的不得恢复',
      en: 'It ends today at the earliest, and what has ended stays so',
    });
  }
}
