import { openAsBlob } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { commandToken } from './command-token.ts';
import { edgePort } from './edge-port.ts';
import { type ImportView, importClient } from './import-client.ts';
import { plainError, runCommand } from './plain-error.ts';
import { progressBar } from './progress.ts';
import { readInstance } from './state.ts';

const USAGE =
  'Say what to import: npm run import -- grievances FILE --map PRESET (or --map \'{"title":"标题"}\') [--source NAME] [--sheet NAME] [--dry-run] [--report FILE].';
const LOOK_EVERY_MS = 250;

interface ImportCall {
  kind: string;
  file: string;
  options: Record<string, unknown>;
  origin: string;
  token: string | undefined;
  /** Where the refused rows go. */
  report: string;
}

/** `npm run import`: uploads a file through the public API, shows how it goes, and writes down the refused rows. */
async function importFile(): Promise<void> {
  const { kind, file, options, origin, token, report } = readCall();
  await requireReadable(file);
  const blob = await openAsBlob(file);
  const client = importClient(origin, token ?? (await commandToken(origin, 'import-command')), kind);
  const accepted = await client.upload(blob, basename(file), { kind, ...options });
  const bar = progressBar(`${kind} from ${basename(file)}`);
  let view = accepted;
  while (view.finishedAt === null) {
    await sleep(LOOK_EVERY_MS);
    view = await client.look(accepted.id);
    bar.show({ done: view.progress.read, total: view.progress.rows });
  }
  bar.end();
  const { refused } = view.progress;
  process.stdout.write(summary(view));
  if (view.state !== 'DONE' || refused > 0) process.exitCode = 1;
  if (refused === 0) return;
  await client.saveReport(view, report);
  process.stdout.write(`  report       ${report}: mend the rows there and import that file\n`);
}

/** A sentence instead of what the upload would fail with half way. */
async function requireReadable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw plainError(`There is no file ${file}.`);
  if (!found.isFile()) throw plainError(`${file} is no file.`);
  await access(file, constants.R_OK).catch(() => {
    throw plainError(`The file ${file} may not be read by this account.`);
  });
}

function summary({ id, state, progress }: ImportView): string {
  const { rows, percent: _percent, ...counts } = progress;
  const shown = Object.entries({ rows, ...counts }).filter(([name, count]) => name === 'rows' || count > 0);
  const lines = shown.map(([name, count]) => `  ${name.padEnd(12)} ${count}`);
  return `import ${id}: ${state}\n${lines.join('\n')}\n`;
}

function readCall(): ImportCall {
  const { values, positionals } = parseCall();
  const [kind, path, ...rest] = positionals;
  if (kind === undefined || path === undefined || rest.length > 0) throw plainError(USAGE);
  const here = process.env.INIT_CWD ?? process.cwd();
  const file = resolve(here, path);
  const { map, source, sheet, encoding, format, origin, token } = values;
  const texts = Object.entries({ sheet, encoding, format }).filter(([, text]) => text !== undefined);
  const options = {
    source: source ?? (isPreset(map) ? map : basename(file)),
    ...mappingOf(map),
    ...Object.fromEntries(texts),
    dryRun: values['dry-run'] ?? false,
  };
  const home = readInstance()?.origin ?? `http://localhost:${edgePort()}`;
  const report = resolve(here, values.report ?? `${path}.refused.csv`);
  return { kind, file, options, origin: origin ?? home, token, report };
}

function parseCall() {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      allowPositionals: true,
      options: {
        map: text,
        source: text,
        sheet: text,
        encoding: text,
        format: text,
        origin: text,
        token: text,
        report: text,
        'dry-run': { type: 'boolean' },
      },
    });
  } catch {
    throw plainError(USAGE);
  }
}

function isPreset(map: string | undefined): map is string {
  return map !== undefined && !map.trimStart().startsWith('{');
}

function mappingOf(map: string | undefined): object {
  if (map === undefined) return {};
  if (isPreset(map)) return { preset: map };
  try {
    return { mapping: JSON.parse(map) as unknown };
  } catch {
    throw plainError('--map is neither the name of a preset nor a JSON object of field and column names.');
  }
}

await runCommand(importFile);
