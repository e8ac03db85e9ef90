import { randomBytes } from 'node:crypto';
import { grievanceRegistered } from '@qinwu/contracts/events/grievance';
import { newId } from '@qinwu/domain/id';
import type { ClockRow } from '@qinwu/grievance/store/clock-table';
import { findOptionalGrievance } from '@qinwu/grievance/store/find-grievance';
import { insertGrievanceAndClock } from '@qinwu/grievance/store/grievance-commits';
import { type GrievanceRow, grievance } from '@qinwu/grievance/store/grievance-table';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { type Change, type CommitStatement, commit, defineCommit } from '@qinwu/platform/db/commit';
import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { compileStatement } from '@qinwu/platform/db/placeholders';
import { placeholders } from '@qinwu/platform/db/row';
import { statements } from '@qinwu/platform/db/statements';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { startContestants } from '../contestants.ts';
import type { Servers } from '../servers.ts';
import { median } from '../statistics.ts';
import type { Bench } from './bench.ts';

type Write = (db: Database, number: number) => Promise<unknown>;

/** The statement of the intake, part by part, without HTTP: what each part costs in PostgreSQL and the driver. */
export const statement: Bench = async ({ servers, pace }) => {
  const { service, bare, databaseUrl, id, stop } = await startContestants(servers, 'statement');
  await Promise.all([service.stop(), bare.stop()]).catch(() => stop());
  const db = openDatabase({ url: databaseUrl, max: 10, log: createLogger('bench', 'warn') });
  const found = await findOptionalGrievance(db, 'jinjiang', id, { kind: 'park' });
  if (found === null) throw new Error('the first grievance is gone');
  const [clock] = found.clocks;
  if (clock === undefined) throw new Error('the first grievance has no clock');
  const variants = variantsOf(servers.keys, found.row, clock);
  const runs = new Map(Object.keys(variants).map((name) => [name, [] as Written[]]));
  for (let round = 0; round <= pace.rounds; round++) {
    for (const [name, write] of Object.entries(variants)) {
      const run = await measure(db, write, { seconds: pace.seconds / 2, servers });
      // The first round only lets the engine compile.
      if (round > 0) runs.get(name)?.push(run);
    }
  }
  await db.close();
  const middle = (written: readonly Written[]) => ({
    rate: median(written.map((each) => each.rate)),
    process: Math.round(median(written.map((each) => each.process))),
    database: Math.round(median(written.map((each) => each.database))),
  });
  const base = middle(runs.get('row alone') ?? []);
  return [...runs].map(([name, written]) => {
    const { rate, process: ours, database } = middle(written);
    return {
      what: `statement: ${name}`,
      ours: `${Math.round(rate)}/s, ${ours} + ${database} µs`,
      bare: `${Math.round(base.rate)}/s`,
      ratio: (rate / base.rate).toFixed(2),
      goal: '–',
    };
  });
};

/** Statements a second, and what one cost this process and PostgreSQL in microseconds of processor time. */
interface Written {
  rate: number;
  process: number;
  database: number;
}

const WRITERS = 32;

async function measure(
  db: Database,
  write: Write,
  { seconds, servers }: { seconds: number; servers: Servers },
): Promise<Written> {
  const began = performance.now();
  const end = began + seconds * 1_000;
  const before = { process: process.cpuUsage(), database: servers.databaseProcessor() };
  let written = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      await write(db, count++);
      written += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, one));
  const { user, system } = process.cpuUsage(before.process);
  return {
    rate: written / ((performance.now() - began) / 1_000),
    process: (user + system) / written,
    database: ((servers.databaseProcessor() - before.database) * 1_000) / written,
  };
}

let count = 0;

/** Each variant adds one part to the one before. */
function variantsOf(
  keys: { dataKey: string; indexKey: string; eventKey: string },
  row: GrievanceRow,
  clock: ClockRow,
): Record<string, Write> {
  const keyring = openKeyring(keys);
  const announce = createAnnouncer('grievance');
  const insert = statements.insert(grievance).values(placeholders(grievance, { of: 'row' }) as never);
  const guard = insert.returning({ id: grievance.id });
  const alone = { name: 'bench-row', ...compileStatement(guard.getSQL()) };
  const withoutClocks = defineCommit('bench-no-clocks', { guard });

  const changeOf = (number: number, statement: CommitStatement): Change => {
    const id = newId();
    const entry = makeEntry(
      {
        park: row.parkId,
        caseKind: 'grievance',
        caseId: id,
        at: row.registeredAt,
        actor: 'bench',
        action: 'registered',
        change: { number: row.number, origin: row.origin, words: row.text.repeat(8) },
      },
      null,
    );
    const values = { row: { ...row, id, number: `B-${number}` }, clock: { ...clock, grievanceId: id } };
    return { statement, values, entry, events: [] };
  };
  const answerOf = ({ entry }: Change): NonNullable<Change['answer']> => ({
    clientId: 'bench',
    operation: 'registerGrievance',
    key: randomBytes(16).toString('hex'),
    fingerprint: entry.hash,
    status: 201,
    headers: { location: `/grievance/v1/grievances/${entry.caseId}` },
    body: Buffer.from(row.text.repeat(24)),
    recordId: null,
    dek: null,
  });
  const keyOf = ({ entry }: Change) => ({
    recordId: entry.caseId,
    wrapped: keyring.newRecordKey(entry.caseId).wrapped,
  });
  const eventsOf = ({ entry }: Change) =>
    announce(grievanceRegistered, {
      park: row.parkId,
      subject: entry.caseId,
      sequence: 1,
      time: row.registeredAt,
      data: { grievanceId: entry.caseId, number: row.number, origin: row.origin, registeredOn: '2025-08-31' },
    });

  return {
    'row alone': (db, n) => {
      const { values } = changeOf(n, insertGrievanceAndClock);
      return db.pool.query({ name: alone.name, text: alone.text, values: alone.bind(values) });
    },
    '+ ledger': (db, n) => commit(db, changeOf(n, withoutClocks)),
    '+ clocks': (db, n) => commit(db, changeOf(n, insertGrievanceAndClock)),
    '+ record key': (db, n) => {
      const change = changeOf(n, insertGrievanceAndClock);
      return commit(db, { ...change, recordKey: keyOf(change) });
    },
    '+ outbox': (db, n) => {
      const change = changeOf(n, insertGrievanceAndClock);
      return commit(db, { ...change, recordKey: keyOf(change), events: eventsOf(change) });
    },
    '+ idempotency (the whole)': (db, n) => {
      const change = changeOf(n, insertGrievanceAndClock);
      const answer = answerOf(change);
      return commit(db, { ...change, recordKey: keyOf(change), events: eventsOf(change), answer });
    },
  };
}
