import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { localDateOf } from '@qinwu/domain/local-date';
import { z } from 'zod';
import { apiCaller } from './api-caller.ts';
import { commandToken } from './command-token.ts';
import { edgePort } from './edge-port.ts';
import { plainError, runCommand } from './plain-error.ts';
import { progressBar } from './progress.ts';
import { readInstance } from './state.ts';

const USAGE =
  'npm run recalculate -- [--as-of 2025-08-31] [--scheme CODE | --model ID] [--division 39] [--known-on INSTANT] [--origin URL] [--token TOKEN]';
const LOOK_EVERY_MS = 250;

const Run = z.object({
  id: z.string(),
  state: z.string(),
  scheme: z.string(),
  asOf: z.string(),
  knownOn: z.string(),
  current: z.boolean(),
  enterprises: z.number(),
  slices: z.number(),
  slicesDone: z.number(),
  scored: z.number(),
  endedAt: z.string().nullable(),
  resultHash: z.string().nullable(),
  fault: z.string().nullable(),
});
const Report = z.object({
  unscored: z.record(z.string(), z.number()),
  grades: z.record(z.string(), z.number()),
  moves: z
    .object({ up: z.number(), down: z.number(), same: z.number(), entered: z.number(), left: z.number() })
    .nullable(),
});

/** `npm run recalculate`: starts a score run through the public API, shows how it goes, and what came of it. */
async function recalculate(): Promise<void> {
  const { origin: given, token, order } = readCall();
  const origin = given ?? readInstance()?.origin ?? `http://localhost:${edgePort()}`;
  const ask = apiCaller(origin, token ?? (await commandToken(origin, 'recalculate-command')));
  const address = `${origin}/credit/v1/score-runs`;
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const started = await ask(address, { method: 'POST', headers, body: JSON.stringify(order) });
  let run = Run.parse(await started.json());
  const bar = progressBar(`score run of ${run.asOf}`);
  while (run.endedAt === null) {
    await sleep(LOOK_EVERY_MS);
    run = Run.parse(await (await ask(`${address}/${run.id}`, {})).json());
    if (run.slices > 0) bar.show({ done: run.slicesDone, total: run.slices });
  }
  bar.end();
  const { id, state, fault } = run;
  if (state !== 'PUBLISHED') throw plainError(`score run ${id}: ${state} ${fault ?? ''}`.trimEnd());
  const report = Report.parse(await (await ask(`${address}/${id}/report`, {})).json());
  process.stdout.write(summary(run, report));
}

function summary(run: z.output<typeof Run>, report: z.output<typeof Report>): string {
  const { unscored, grades, moves } = report;
  const counts = (of: Record<string, number>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const lines = [
    ['as of', `${run.asOf}, as known on ${run.knownOn}`],
    ['scheme', `${run.scheme}${run.current ? ", now the park's scores" : ''}`],
    ['enterprises', String(run.enterprises)],
    ['scored', String(run.scored)],
    ['not scored', counts(unscored)],
    ['grades', counts(grades)],
    ...(moves === null ? [] : [['moves', counts(moves)]]),
    ['result', run.resultHash ?? ''],
  ];
  return `score run ${run.id}\n${lines.map(([name = '', text]) => `  ${name.padEnd(12)} ${text}`).join('\n')}\n`;
}

function readCall() {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      options: {
        'as-of': text,
        scheme: text,
        model: text,
        division: text,
        'known-on': text,
        origin: text,
        token: text,
      },
    });
    const { scheme, model: modelId, division, origin, token } = values;
    const asOf = values['as-of'] ?? localDateOf(new Date());
    return { origin, token, order: { asOf, scheme, modelId, division, knownOn: values['known-on'] } };
  } catch {
    throw plainError(USAGE);
  }
}

await runCommand(recalculate);
