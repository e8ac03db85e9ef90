import { createPrivateKey, createPublicKey } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openDatabase } from '@qinwu/platform/db/database';
import { exportLedger } from '@qinwu/platform/ledger/export';
import { fileLines } from '@qinwu/platform/ledger/file-lines';
import { type VerifyReport, verifyExport } from '@qinwu/platform/ledger/verify';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import pg from 'pg';
import type { ServiceCluster } from '../cluster/service-cluster.ts';

/** What the databases hold of one park after a run. */
export interface Evidence {
  readonly stored: readonly string[];
  /** Records by the number of times their event was applied. */
  readonly effects: ReadonlyMap<string, number>;
  readonly facts: readonly string[];
  readonly owed: number;
  readonly deadLetters: number;
  readonly ledger: VerifyReport;
}

/** A machine that does ten other things may be slow to answer; a server that is away refuses at once. */
const CONNECT_WITHIN_MS = 15_000;

/** Reads one column of a query. */
export async function column<T>(url: string, text: string, values: readonly unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const answer = await client.query<{ value: T }>(text, [...values]);
    return answer.rows.map((row) => row.value);
  } finally {
    await client.end();
  }
}

/** The number a counting query gives. */
export async function countOf(url: string, text: string, values: readonly unknown[] = []): Promise<number> {
  return Number((await column<string | number>(url, text, values))[0]);
}

/** Deliveries of a park that its producer still owes. */
export function owedBy(url: string, park: string): Promise<number> {
  return countOf(url, 'select count(*) as value from outbox where park_id = $1', [park]);
}

/** Records of a park with at least one effect. */
export function recordsWithEffect(url: string, park: string): Promise<number> {
  return countOf(url, 'select count(distinct record_id) as value from effect where park_id = $1', [park]);
}

/** Collects everything the checker looks at. */
export async function collectEvidence(cluster: ServiceCluster, park: string): Promise<Evidence> {
  const { grievanceUrl, cockpitUrl } = cluster;
  const pairs = await column<[string, number]>(
    cockpitUrl,
    'select json_build_array(record_id, count(*)) as value from effect where park_id = $1 group by record_id',
    [park],
  );
  return {
    stored: await column(grievanceUrl, 'select id::text as value from grievance where park_id = $1', [park]),
    effects: new Map(pairs),
    facts: await column(
      cockpitUrl,
      `select record_id as value from fact
       where park_id = $1 and figure_code = 'grievance.problems-found' and not withdrawn`,
      [park],
    ),
    owed: await owedBy(grievanceUrl, park),
    deadLetters: await countOf(cockpitUrl, 'select count(*) as value from dead_letter'),
    ledger: await verifyLedger(cluster, { url: grievanceUrl, checkpointFile: cluster.checkpointFile }),
  };
}

/** Verifies the ledger in a database against its checkpoints. */
export async function verifyLedger(
  { servers, ledgerKey }: Pick<ServiceCluster, 'servers' | 'ledgerKey'>,
  { url, checkpointFile }: { url: string; checkpointFile: string },
): Promise<VerifyReport> {
  const file = join(servers.folder, 'ledger.jsonl');
  const db = openDatabase({ url, max: 2, log: createLogger('faults', 'silent') });
  try {
    await pipeline(exportLedger(db, { now: new Date() }), createWriteStream(file));
  } finally {
    await db.close();
  }
  const privateKey = createPrivateKey({
    key: Buffer.from(ledgerKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  // A sealer that had no time yet for its first checkpoint has made no file.
  const checkpoints = existsSync(checkpointFile) ? fileLines(checkpointFile) : [];
  return verifyExport(fileLines(file), checkpoints, createPublicKey(privateKey));
}
