import { setTimeout as sleep } from 'node:timers/promises';
import { CATEGORIES, UNITS } from './categories.ts';
import { loadCredit } from './load-credit.ts';
import { loadRoster } from './load-roster.ts';
import { type SamplePark, samplePark } from './park.ts';

export interface LoadOptions {
  /** The edge's origin. */
  origin: string;
  /** A bearer token with the scopes import:write and import:history. */
  token: string;
  /** Another person's, who publishes the score model. */
  reviewerToken: string;
  onProgress(progress: { done: number; total: number }): void;
}

interface ImportView {
  id: string;
  state: string;
  progress: { read: number; refused: number };
  finishedAt: string | null;
  reportUrl: string;
}

const CREDIT_PERIOD = 'from=2025-01-01&to=2025-09-24';

/** Published figures that must come out of the records once every event has arrived. */
const EXPECTED: readonly (readonly [code: string, query: string, value: number])[] = [
  ['grievance.problems-found', 'from=2025-01-01&to=2025-08-31', 9684],
  ['grievance.requests-accepted', 'from=2025-01-01&to=2025-08-31', 4341],
  ['grievance.officers', 'to=2025-09-24', 121],
  ['grievance.officers-enterprise', 'to=2025-09-24', 23],
  ['mediation.labour-disputes-closed', 'from=2025-01-01&to=2025-06-30', 89],
  ['mediation.amount-resolved', 'from=2025-01-01&to=2025-06-30', 140.68],
  ['mediation.injury-applications', 'from=2025-01-01&to=2025-06-30', 192],
  ['mediation.injury-transfer-rate', 'from=2025-01-01&to=2025-06-30', 88.5],
  ['credit.points-enterprises', CREDIT_PERIOD, 144],
  ['credit.points-credit', CREDIT_PERIOD, 4.9],
  ['credit.jingkedai-enterprises', CREDIT_PERIOD, 6],
  ['credit.jingkedai-credit', CREDIT_PERIOD, 2000],
  ['credit.fund-investments.jinna', CREDIT_PERIOD, 1],
  ['credit.fund-events.isotope', CREDIT_PERIOD, 2],
  ['credit.tech-contracts', 'from=2025-01-01&to=2025-08-31', 8],
  ['credit.tech-contract-amount', 'from=2025-01-01&to=2025-08-31', 4.2],
  ['credit.fund-reinvestments', CREDIT_PERIOD, 1],
  ['credit.clean-energy-loans', CREDIT_PERIOD, 12],
];
const FIGURES_WITHIN_MS = 60_000;
const POLL_MS = 200;

/** Loads the sample park through the public import API and waits until its figures are the published ones. */
export async function loadSamplePark({
  origin,
  token,
  reviewerToken,
  onProgress,
}: LoadOptions): Promise<void> {
  const park = samplePark();
  const books = [...park.grievances()];
  const headers = { authorization: `Bearer ${token}` };
  const into = (service: string) => ({ url: `${origin}/${service}/v1/imports`, origin, headers });
  for (const [kind, rows] of directoryOf(park)) await importRows({ ...into('grievance'), kind, rows });
  await loadRoster({ origin, token }, park.mediators());
  await importRows({ ...into('mediation'), kind: 'cases', rows: park.disputes() });
  await importRows({ ...into('mediation'), kind: 'injury-applications', rows: park.injuries() });
  const credit = park.credit();
  await importRows({ ...into('credit'), kind: 'enterprises', rows: credit.firms });
  await importRows({ ...into('credit'), kind: 'indicator-values', rows: credit.values });
  await loadCredit({ origin, token, reviewerToken }, credit);
  await importRows({ ...into('grievance'), kind: 'grievances', rows: books }, (done) =>
    onProgress({ done, total: books.length }),
  );
  await figuresArrive(origin, headers);
}

function directoryOf(park: SamplePark): [kind: string, rows: readonly object[]][] {
  const servings = park.enterprises.map(({ uscc, name, grid }) => ({
    uscc,
    enterpriseName: name,
    gridCode: grid,
    officerCode: park.officers.find((officer) => officer.grid === grid)?.code,
    validFrom: '2024-01-01',
  }));
  return [
    ['units', UNITS],
    [
      'categories',
      CATEGORIES.map(({ code, name, parent, unit }) => ({ code, name, parentCode: parent, unitCode: unit })),
    ],
    ['grids', park.grids.map(({ parent, ...grid }) => ({ ...grid, parentCode: parent }))],
    ['officers', park.officers.map(({ grid, ...officer }) => ({ ...officer, gridCode: grid }))],
    ['servings', servings],
  ];
}

interface Upload {
  /** Of the service's imports. */
  url: string;
  origin: string;
  headers: Record<string, string>;
  kind: string;
  rows: readonly object[];
}

async function importRows(
  { url, origin, headers, kind, rows }: Upload,
  onRead?: (done: number) => void,
): Promise<void> {
  const form = new FormData();
  form.set('options', JSON.stringify({ kind, format: 'jsonl', source: 'sample-park' }));
  form.set('file', new Blob([rows.map((row) => JSON.stringify(row)).join('\n')]), `${kind}.jsonl`);
  const accepted = await call<ImportView>(url, {
    method: 'POST',
    body: form,
    headers: { ...headers, 'idempotency-key': crypto.randomUUID() },
  });
  for (;;) {
    const view = await call<ImportView>(`${url}/${accepted.id}`, { headers });
    onRead?.(view.progress.read);
    if (view.finishedAt !== null) return requireWhole(kind, view, origin);
    await sleep(POLL_MS);
  }
}

function requireWhole(kind: string, { state, progress, reportUrl }: ImportView, origin: string): void {
  if (state === 'DONE' && progress.refused === 0) return;
  throw new Error(`import of ${kind}: ${state}, ${progress.refused} rows refused, see ${origin}${reportUrl}`);
}

async function figuresArrive(origin: string, headers: Record<string, string>): Promise<void> {
  const deadline = performance.now() + FIGURES_WITHIN_MS;
  for (const [code, query, value] of EXPECTED) {
    for (;;) {
      const url = `${origin}/cockpit/v1/figures/${code}?${query}`;
      const figure = await call<{ value: number }>(url, { headers });
      if (Number(figure.value) === value) break;
      if (performance.now() > deadline) throw new Error(`${code} is ${figure.value}, not ${value}`);
      await sleep(POLL_MS);
    }
  }
}

async function call<T>(url: string, init: RequestInit): Promise<T> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
