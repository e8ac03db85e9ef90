import { unitOf } from './categories.ts';
import type { Enterprise } from './enterprises.ts';
import type { Grid } from './grids.ts';
import { mobileNumber, personName } from './names.ts';
import type { Officer } from './officers.ts';
import { patrolProblem } from './problems.ts';
import type { Random } from './random.ts';
import { citizenRequest } from './requests.ts';
import { drawMoment, type State, type Timeline, timelineOf } from './timeline.ts';

/** Published figures of January to August 2025 (F01, F02), and what surrounds them in the books. */
const PERIOD = { from: '2025-01-01', to: '2025-08-31' };
const PROBLEMS_FOUND = 9684;
const REQUESTS_ACCEPTED = 4341;
/** Neighbours that a wrong count would catch: declined or still unaccepted requests, and other months. */
const REQUESTS_NOT_ACCEPTED = 96;
const PROBLEMS_OF_OTHER_MONTHS = 60;

/** One historical row of the public import of grievances. */
export interface GrievanceRow extends Timeline {
  externalRef: string;
  state: State;
  origin: 'patrol' | 'citizen';
  channel: string;
  demandType: string;
  categoryCode: string;
  title: string;
  text: string;
  gridCode: string;
  unitCode: string;
  officerCode?: string;
  enterprise?: string;
  reporterName?: string;
  reporterPhone?: string;
  result?: string;
  resolution?: string;
  satisfaction?: number;
}

export interface Park {
  grids: readonly Grid[];
  officers: readonly Officer[];
  enterprises: readonly Enterprise[];
}

const PATROL_STATES: readonly (readonly [State, number])[] = [
  ['WRITTEN_OFF', 78],
  ['ARCHIVED', 8],
  ['CLOSED', 4],
  ['CALLBACK', 1],
  ['REPLIED', 3],
  ['IN_PROGRESS', 3],
  ['SIGNED', 1],
  ['DISPATCHED', 1],
  ['REDO', 0.6],
  ['RETURN_REQUESTED', 0.4],
  ['ACCEPTED', 0.5],
  ['REGISTERED', 0.3],
];
const ACCEPTED_REQUEST_STATES: readonly (readonly [State, number])[] = [
  ['CLOSED', 22],
  ['WRITTEN_OFF', 52],
  ['ARCHIVED', 12],
  ['CALLBACK', 3],
  ['REPLIED', 5],
  ['IN_PROGRESS', 3],
  ['SIGNED', 1],
  ['DISPATCHED', 1],
  ['REDO', 0.5],
  ['RETURN_REQUESTED', 0.5],
  ['ACCEPTED', 0.6],
];
const CITIZEN_CHANNELS: readonly (readonly [string, number])[] = [
  ['12345', 34],
  ['mini-program', 27],
  ['visit', 12],
  ['post', 15],
  ['window', 9],
  ['letter', 3],
];
const ANSWERED = new Set<State>(['REPLIED', 'CALLBACK', 'CLOSED', 'WRITTEN_OFF', 'ARCHIVED', 'REDO']);

/** Every row of the sample park's books, oldest drawing first; a generator, since no one needs them all at once. */
export function* grievanceRows(random: Random, park: Park): Generator<GrievanceRow> {
  for (let n = 1; n <= PROBLEMS_FOUND; n += 1) yield patrolRow(random, park, n, PERIOD);
  for (let n = 1; n <= PROBLEMS_OF_OTHER_MONTHS; n += 1) {
    const other = n % 2 ? { from: '2024-11-01', to: '2024-12-31' } : { from: '2025-09-01', to: '2025-09-20' };
    yield patrolRow(random, park, PROBLEMS_FOUND + n, other);
  }
  for (let n = 1; n <= REQUESTS_ACCEPTED; n += 1) {
    yield requestRow(random, park, n, random.weighted(ACCEPTED_REQUEST_STATES));
  }
  for (let n = 1; n <= REQUESTS_NOT_ACCEPTED; n += 1) {
    yield requestRow(random, park, REQUESTS_ACCEPTED + n, n % 8 ? 'DECLINED' : 'REGISTERED');
  }
}

function patrolRow(
  random: Random,
  park: Park,
  n: number,
  period: { from: string; to: string },
): GrievanceRow {
  const enterprise = random.pick(park.enterprises);
  const problem = patrolProblem(random, enterprise.name);
  const state = random.weighted(PATROL_STATES);
  return {
    externalRef: `XC-${String(n).padStart(5, '0')}`,
    state,
    origin: 'patrol',
    channel: 'patrol',
    demandType: 'report',
    categoryCode: problem.category,
    title: problem.title,
    text: problem.text,
    gridCode: enterprise.grid,
    unitCode: unitOf(problem.category),
    officerCode: officerOf(random, park, enterprise.grid),
    enterprise: enterprise.uscc,
    ...(ANSWERED.has(state) && { result: problem.result, resolution: 'resolved' }),
    ...timelineOf(random, state, drawMoment(random, period.from, period.to, 'patrol')),
  };
}

function requestRow(random: Random, park: Park, n: number, state: State): GrievanceRow {
  const request = citizenRequest(random);
  const enterprise = random.chance(0.45) ? random.pick(park.enterprises) : undefined;
  const grid = enterprise?.grid ?? random.pick(park.grids.filter((each) => each.level === 3)).code;
  // Nothing is registered after 16:00 on the last evening: the acceptance would slip into September.
  const registeredAt = drawMoment(random, PERIOD.from, '2025-08-30', 'any');
  return {
    externalRef: `SQ-${String(n).padStart(5, '0')}`,
    state,
    origin: 'citizen',
    channel: random.weighted(CITIZEN_CHANNELS),
    demandType: request.demandType,
    categoryCode: request.category,
    title: request.title,
    text: request.text,
    gridCode: grid,
    unitCode: unitOf(request.category),
    ...(state !== 'REGISTERED' && state !== 'DECLINED' && { officerCode: officerOf(random, park, grid) }),
    ...(enterprise && { enterprise: enterprise.uscc }),
    ...(random.chance(0.9) && { reporterName: personName(random), reporterPhone: mobileNumber(random) }),
    ...(ANSWERED.has(state) && answered(random, request.answer)),
    ...timelineOf(random, state, registeredAt),
  };
}

function answered(
  random: Random,
  result: string,
): Pick<GrievanceRow, 'result' | 'resolution' | 'satisfaction'> {
  return {
    result,
    resolution: random.weighted([
      ['resolved', 88],
      ['partly', 8],
      ['explained', 4],
    ]),
    satisfaction: random.weighted([
      [5, 55],
      [4, 32],
      [3, 9],
      [2, 3],
      [1, 1],
    ]),
  };
}

function officerOf(random: Random, park: Park, grid: string): string {
  const own = park.officers.filter((officer) => officer.grid === grid);
  return random.pick(own.length > 0 ? own : park.officers).code;
}
