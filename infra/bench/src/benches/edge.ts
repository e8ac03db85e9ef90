import { worker } from '../intake-step.ts';
import { compare } from '../rounds.ts';
import { startProcess } from '../running-process.ts';
import { rateText, ratioText } from '../table.ts';
import type { Bench } from './bench.ts';

const ENTRY = new URL('../edge-server.ts', import.meta.url);
const PATH = '/edge/constant';

/** A route that answers a constant, behind our HTTP edge and on Fastify alone: what no service can fall below. */
export const edge: Bench = async (stage) => {
  const { environment } = stage.servers;
  const ours = await startProcess({ entry: ENTRY, environment });
  const bare = await startProcess({ entry: ENTRY, environment: { ...environment, EDGE: 'bare' } });
  const get = (headers: Record<string, string>) => [{ method: 'GET' as const, paths: [PATH], headers }];
  const compared = await compare(
    { ...stage, connections: 32 },
    {
      ours: { process: ours, steps: get({ authorization: await worker(stage.servers) }) },
      bare: { process: bare, steps: get({}) },
    },
  );
  await Promise.all([ours.stop(), bare.stop()]);
  return [
    {
      what: 'a constant answer behind the HTTP edge',
      ours: rateText(compared.ours),
      bare: rateText(compared.bare),
      ratio: ratioText(compared.ratio),
      goal: '–',
    },
  ];
};
