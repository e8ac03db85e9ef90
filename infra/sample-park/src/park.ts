import { type CreditBooks, creditBooks } from './credit.ts';
import { type DisputeRow, disputeRows } from './disputes.ts';
import { type Enterprise, parkEnterprises } from './enterprises.ts';
import { type Grid, parkGrids } from './grids.ts';
import { type GrievanceRow, grievanceRows } from './grievances.ts';
import { type InjuryRow, injuryRows } from './injuries.ts';
import { rosterOf, type SampleMediator } from './mediators.ts';
import { type Officer, parkOfficers } from './officers.ts';
import { seededRandom } from './random.ts';

const SEED = 20250924;
const ENTERPRISES = 680;

export interface SamplePark {
  grids: Grid[];
  officers: Officer[];
  enterprises: Enterprise[];
  grievances(): Generator<GrievanceRow>;
  disputes(): DisputeRow[];
  injuries(): InjuryRow[];
  mediators(): SampleMediator[];
  credit(): CreditBooks;
}

/** The same park on every machine: directory and books drawn from one seed. */
export function samplePark(): SamplePark {
  const grids = parkGrids();
  const officers = parkOfficers(seededRandom(SEED), grids);
  const enterprises = parkEnterprises(seededRandom(SEED + 1), grids, ENTERPRISES);
  const park = { grids, officers, enterprises };
  return {
    ...park,
    grievances: () => grievanceRows(seededRandom(SEED + 2), park),
    disputes: () => disputeRows(seededRandom(SEED + 3), enterprises),
    injuries: () => injuryRows(seededRandom(SEED + 4), enterprises),
    mediators: () => rosterOf(seededRandom(SEED + 6), park),
    credit: () => creditBooks(seededRandom(SEED + 5), enterprises),
  };
}
