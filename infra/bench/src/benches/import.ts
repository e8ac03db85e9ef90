import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { onDatabase } from '../contestants.ts';
import { BASE, INTAKE, worker } from '../intake-step.ts';
import { startTwoServices, type TwoServices } from '../two-services.ts';
import type { Bench } from './bench.ts';

const LOOK_MS = 500;

/** Import of a register of the past through the public API, against COPY of as many rows into one table. */
export const imports: Bench = async ({ servers, pace, say }) => {
  const total = pace.isQuick ? 10_000 : 100_000;
  const two = await startTwoServices(servers, 'import');
  const authorization = await worker(servers);
  // The first rows warm the process up, so that its memory is that of a running service.
  await importRows(two, authorization, rowsFrom(0, 2_000));
  const before = { process: two.grievance.processor(), database: servers.databaseProcessor() };
  const { seconds, memory, turnedAway } = await importRows(two, authorization, rowsFrom(2_000, total));
  const each = (milliseconds: number): number => Math.round((milliseconds * 1_000) / total);
  const processCost = each(two.grievance.processor() - before.process);
  const databaseCost = each(servers.databaseProcessor() - before.database);
  const copySeconds = await onDatabase(two.grievanceUrl, (client) => rawCopy(client, total));
  await two.stop();
  const rate = total / seconds;
  const copyRate = total / copySeconds;
  const quarter = memory.slice(Math.floor(memory.length / 4));
  say(`  ${turnedAway} looks answered 503`);
  say(`  memory in MB every ${LOOK_MS} ms: ${memory.join(' ')}`);
  return [
    {
      what: `import of ${total.toLocaleString('en')} rows with history (cockpit listening)`,
      ours: `${Math.round(rate)} rows/s, ${processCost} + ${databaseCost} µs a row`,
      bare: `${Math.round(copyRate)} rows/s (COPY of the same rows into one table with its indexes)`,
      ratio: (rate / copyRate).toFixed(3),
      goal: 'measured',
    },
    {
      what: 'resident memory of the process meanwhile',
      ours: `${Math.min(...quarter)}–${Math.max(...quarter)} MB after the first quarter`,
      bare: `${memory[0]} MB at its start`,
      ratio: '–',
      goal: 'flat',
    },
  ];
};

interface Imported {
  seconds: number;
  memory: number[];
  /** Looks at its progress that were answered 503: the process was busy for longer than it allows itself. */
  turnedAway: number;
}

async function importRows(two: TwoServices, authorization: string, file: string): Promise<Imported> {
  const form = new FormData();
  form.set('options', JSON.stringify({ kind: 'grievances', format: 'jsonl', source: 'bench' }));
  form.set('file', new Blob([file]), 'grievances.jsonl');
  const address = `${two.grievance.url}${BASE}/imports`;
  const began = performance.now();
  const memory = [two.grievance.memory()];
  const headers = { authorization, 'idempotency-key': crypto.randomUUID() };
  const sent = await fetch(address, { method: 'POST', headers, body: form });
  if (!sent.ok) throw new Error(`the import was refused with ${sent.status}: ${await sent.text()}`);
  const { id } = (await sent.json()) as { id: string };
  let turnedAway = 0;
  for (;;) {
    const answer = await fetch(`${address}/${id}`, { headers: { authorization } });
    memory.push(two.grievance.memory());
    if (answer.status === 503) {
      turnedAway += 1;
      await sleep(LOOK_MS);
      continue;
    }
    const view = (await answer.json()) as {
      state: string;
      finishedAt: string | null;
      progress: { refused: number };
    };
    if (view.finishedAt !== null) {
      if (view.state !== 'DONE' || view.progress.refused > 0) throw new Error(JSON.stringify(view));
      return { seconds: (performance.now() - began) / 1_000, memory, turnedAway };
    }
    await sleep(LOOK_MS);
  }
}

function rowsFrom(first: number, count: number): string {
  const day = Date.UTC(2025, 0, 2, 1);
  const lines = Array.from({ length: count }, (_, n) => {
    const registered = day + ((n * 37) % 200) * 86_400_000;
    const instant = (days: number): string => new Date(registered + days * 86_400_000).toISOString();
    return JSON.stringify({
      externalRef: `BENCH-${first + n}`,
      origin: 'patrol',
      channel: 'window',
      demandType: 'complaint',
      categoryCode: INTAKE.categoryCode,
      title: INTAKE.title,
      text: INTAKE.text,
      reporterName: '陈晓梅',
      reporterPhone: '13800138000',
      state: 'CLOSED',
      resolution: 'resolved',
      result: '已更换灯具。',
      registeredAt: instant(0),
      acceptedAt: instant(0.1),
      repliedAt: instant(2),
      closedAt: instant(3),
    });
  });
  return lines.join('\n');
}

/** Seconds to COPY the imported rows, as they lie in the table, into an empty one with the same indexes. */
async function rawCopy(client: pg.Client, total: number): Promise<number> {
  await client.query('create table bare_grievance (like grievance including all)');
  const chunks: Buffer[] = [];
  const out = client.query(
    copyTo(`copy (select * from grievance where imported limit ${Math.trunc(total)}) to stdout`),
  );
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(out, 'end');
  const began = performance.now();
  await pipeline(Readable.from(chunks), client.query(copyFrom('copy bare_grievance from stdin')));
  return (performance.now() - began) / 1_000;
}
