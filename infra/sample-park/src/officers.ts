import type { Grid } from './grids.ts';
import { personName } from './names.ts';
import type { Random } from './random.ts';

/** Published: 121 service officers (红色勤务员), 23 of them enterprise party members. */
const OFFICERS = 121;
const ENTERPRISE_PARTY_MEMBERS = 23;

export interface Officer {
  code: string;
  name: string;
  kind: 'staff' | 'enterprise-party-member';
  grid: string;
  activeFrom: string;
}

/** The officers, spread over the enterprise grids so that no grid is without one. */
export function parkOfficers(random: Random, grids: readonly Grid[]): Officer[] {
  const leaves = grids.filter((grid) => grid.level === 3);
  return Array.from(
    { length: OFFICERS },
    (_, index): Officer => ({
      code: `QW${String(index + 1).padStart(3, '0')}`,
      name: personName(random),
      kind: index < OFFICERS - ENTERPRISE_PARTY_MEMBERS ? 'staff' : 'enterprise-party-member',
      grid: leaves[index % leaves.length]?.code ?? 'Z',
      activeFrom: random.pick(['2023-03-01', '2024-01-15', '2024-07-01']),
    }),
  );
}
