/** What an entry of the directory must satisfy beyond its form: what it names exists, its dates are in order. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { isUscc } from '@qinwu/domain/uscc';
import { categoryPath, type Directory, gridPath } from './directory.ts';

/** The members entries of all kinds have in common, where they have them. */
interface Named {
  code?: string;
  uscc?: string;
  level?: number;
  parentCode?: string | null;
  unitCode?: string | null;
  gridCode?: string | null;
  officerCode?: string | null;
  leaderCode?: string | null;
  categoryCode?: string | null;
  activeFrom?: string;
  activeUntil?: string | null;
  validFrom?: string;
  validUntil?: string | null;
  polygon?: { coordinates: [number, number][][] } | null;
}

/** Points of a grid's outline at most; more is a shape nobody drew. */
const MOST_POINTS = 5_000;

function isRing(ring: readonly [number, number][]): boolean {
  const [first, last] = [ring[0], ring.at(-1)];
  return (
    ring.length >= 4 &&
    first !== undefined &&
    last !== undefined &&
    first[0] === last[0] &&
    first[1] === last[1]
  );
}

function referenceFaults(entry: Named, directory: Directory): FieldError[] {
  const check = (
    pointer: string,
    code: string | null | undefined,
    known: ReadonlyMap<string, unknown>,
  ): FieldError[] =>
    code === null || code === undefined || known.has(code)
      ? []
      : [
          {
            pointer,
            code: 'reference-unknown',
            detail: { zh: '所指编码不存在', en: 'There is nothing of this code' },
          },
        ];
  return [
    ...check('/unit', entry.unitCode, directory.units),
    ...check('/grid', entry.gridCode, directory.grids),
    ...check('/officer', entry.officerCode, directory.officers),
    ...check('/leader', entry.leaderCode, directory.officers),
    ...check('/category', entry.categoryCode, directory.categories),
  ];
}

function treeFaults(kind: string, entry: Named, directory: Directory): FieldError[] {
  const { code, parentCode } = entry;
  if (parentCode === null || parentCode === undefined || code === undefined) return [];
  const isGrid = kind === 'grid';
  const parent = isGrid ? directory.grids.get(parentCode) : directory.categories.get(parentCode);
  const path = isGrid ? gridPath(directory, parentCode) : categoryPath(directory, parentCode);
  const faults: FieldError[] = [];
  if (parent === undefined) {
    faults.push({
      pointer: '/parent',
      code: 'reference-unknown',
      detail: { zh: '上级不存在', en: 'There is no such parent' },
    });
  }
  if (path.includes(code)) {
    faults.push({
      pointer: '/parent',
      code: 'tree-loop',
      detail: { zh: '上下级成环', en: 'It would be its own parent' },
    });
  }
  const above = directory.grids.get(parentCode)?.level;
  if (isGrid && above !== undefined && entry.level !== above + 1) {
    faults.push({
      pointer: '/level',
      code: 'level-invalid',
      detail: { zh: '层级须为上级加一', en: 'One below its parent' },
    });
  }
  return faults;
}

function valueFaults(entry: Named): FieldError[] {
  const faults: FieldError[] = [];
  const from = entry.activeFrom ?? entry.validFrom;
  const until = entry.activeUntil ?? entry.validUntil;
  if (from !== undefined && until !== null && until !== undefined && until < from) {
    faults.push({
      pointer: '/until',
      code: 'dates-reversed',
      detail: { zh: '止日早于起日', en: 'Ends before it begins' },
    });
  }
  if (entry.uscc !== undefined && !isUscc(entry.uscc)) {
    faults.push({
      pointer: '/uscc',
      code: 'uscc-invalid',
      detail: { zh: '统一社会信用代码校验码不符', en: 'The check character does not fit' },
    });
  }
  const rings = entry.polygon?.coordinates ?? [];
  const points = rings.reduce((sum, ring) => sum + ring.length, 0);
  if (points > MOST_POINTS || !rings.every(isRing)) {
    faults.push({
      pointer: '/polygon',
      code: 'polygon-invalid',
      detail: { zh: '边界须闭合且不超过五千点', en: 'Rings must be closed and have at most 5,000 points' },
    });
  }
  return faults;
}

/** Refuses an entry with every fault it has (kind rule). */
export function checkEntry(kind: string, entry: object, directory: Directory): void {
  const named: Named = entry;
  const errors = [
    ...referenceFaults(named, directory),
    ...treeFaults(kind, named, directory),
    ...valueFaults(named),
  ];
  if (errors.length > 0) throw fieldRules(errors);
}
