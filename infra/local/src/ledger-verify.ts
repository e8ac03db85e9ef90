import { createPrivateKey, createPublicKey } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openDatabase } from '@qinwu/platform/db/database';
import { publicKeyText } from '@qinwu/platform/ledger/checkpoint';
import { runLedgerVerify } from '@qinwu/platform/ledger/cli';
import { exportLedger } from '@qinwu/platform/ledger/export';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { plainError, runCommand } from './plain-error.ts';
import { loadSecrets } from './secrets.ts';
import { localServices } from './services.ts';
import { type Instance, readInstance, statePath } from './state.ts';

/**
 * `npm run ledger:verify`: an export that is given, else the ledgers of the cluster that runs here. `--database URL`
 * before the rest first exports the whole ledger of that database, all parks', and verifies it.
 */
async function verify(): Promise<void> {
  const [first, url, ...rest] = process.argv.slice(2);
  if (first === undefined) process.exitCode = await verifyRunning();
  else if (first === '--database' && url !== undefined) process.exitCode = await verifyDatabase(url, rest);
  else process.exitCode = await runLedgerVerify(fromCaller(process.argv.slice(2)));
}

async function verifyDatabase(url: string, rest: readonly string[]): Promise<number> {
  const file = statePath('ledger', 'database.jsonl');
  mkdirSync(statePath('ledger'), { recursive: true });
  await writeExport(url, file);
  process.stdout.write(`${file}\n`);
  return runLedgerVerify([file, ...fromCaller(rest)]);
}

/** npm runs its scripts in the root of the checkout: paths are meant from where the caller stands. */
function fromCaller(args: readonly string[]): string[] {
  const here = process.env.INIT_CWD ?? process.cwd();
  return args.map((text) => (text.startsWith('--') ? text : resolve(here, text)));
}

async function verifyRunning(): Promise<number> {
  const instance = readInstance();
  if (instance === undefined) {
    throw plainError(
      'Nothing runs here: start with npm start, or name an export: npm run ledger:verify -- FILE.',
    );
  }
  const key = statePath('ledger', 'public-key.txt');
  mkdirSync(statePath('ledger'), { recursive: true });
  writeFileSync(key, publicKeyOf(loadSecrets().ledgerKey));
  const codes: number[] = [];
  for (const { name } of localServices(instance.port)) {
    const file = await exportOf(name, instance);
    const checkpoints = statePath('checkpoints', `${name}.jsonl`);
    process.stdout.write(`\n${name}: ${file}\n`);
    const proof = existsSync(checkpoints) ? ['--checkpoints', checkpoints] : [];
    codes.push(await runLedgerVerify([file, ...proof, '--key', key]));
  }
  return Math.max(0, ...codes);
}

async function exportOf(name: string, { databaseUrl }: Instance): Promise<string> {
  const file = statePath('ledger', `${name}.jsonl`);
  const url = new URL(databaseUrl);
  url.pathname = `/qinwu_${name}`;
  await writeExport(url.href, file);
  return file;
}

async function writeExport(url: string, file: string): Promise<void> {
  const db = openDatabase({ url, max: 2, log: createLogger('ledger-verify', 'error') });
  try {
    await pipeline(exportLedger(db, { now: new Date() }), createWriteStream(file));
  } finally {
    await db.close();
  }
}

function publicKeyOf(ledgerKey: string): string {
  const key = { key: Buffer.from(ledgerKey, 'base64'), format: 'der', type: 'pkcs8' } as const;
  return publicKeyText(createPublicKey(createPrivateKey(key)));
}

await runCommand(verify);
