import { parseArgs } from 'node:util';
import { isRole, ROLES, type Role } from '@qinwu/domain/actor';
import { edgePort } from './edge-port.ts';
import { issuerUrl, signToken } from './issuer.ts';
import { plainError, runCommand } from './plain-error.ts';
import { ROLE_SCOPES } from './role-scopes.ts';
import { loadSecrets } from './secrets.ts';
import { makeStateFolder, readInstance } from './state.ts';

const EIGHT_HOURS = 28_800;

/** Prints a bearer token of the local issuer, and nothing else, on stdout. */
async function printToken(): Promise<void> {
  const values = parseCall();
  const roles = rolesOf(values.role ?? []);
  const ttl = Number(values.ttl);
  if (!/^\d{1,9}$/.test(values.ttl) || ttl === 0)
    throw plainError(`--ttl ${values.ttl} is no whole number of seconds above zero, such as 3600.`);
  makeStateFolder();
  const origin = readInstance()?.origin ?? `http://localhost:${edgePort()}`;
  const token = await signToken(loadSecrets(), issuerUrl(origin), {
    sub: values.sub ?? `${roles[0]}-1`,
    roles,
    park: values.park,
    grids: listOf(values.grid),
    unit: values.unit ?? null,
    org: values.org ?? null,
    scopes: values.scope === undefined ? scopesOf(roles) : listOf(values.scope),
    ttl,
  });
  process.stdout.write(`${token}\n`);
}

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;
const options = {
  role: list,
  scope: list,
  grid: list,
  unit: text,
  park: { type: 'string', default: 'jinjiang' },
  sub: text,
  org: text,
  ttl: { type: 'string', default: String(EIGHT_HOURS) },
} as const;

function parseCall() {
  try {
    return parseArgs({ args: joinNegative(process.argv.slice(2)), options }).values;
  } catch (error) {
    const why = Error.isError(error) ? (error.message.split('. ')[0] ?? '') : '';
    const known = Object.keys(options).map((name) => `--${name}`);
    throw plainError(`${why}: npm run token knows ${known.join(', ')}.`);
  }
}

/** `--ttl -5` is a wrong number, not an option called -5. */
function joinNegative(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    if (/^-\d/.test(arg)) return [];
    const next = args[index + 1];
    return next !== undefined && /^-\d/.test(next) ? [`${arg}=${next}`] : [arg];
  });
}

function rolesOf(given: readonly string[]): Role[] {
  const names = listOf(given);
  const unknown = names.filter((name) => !isRole(name));
  const known = `roles: ${ROLES.join(', ')}`;
  if (unknown.length > 0)
    throw plainError(
      `${unknown.join(', ')} ${unknown.length === 1 ? 'is no role' : 'are no roles'} (${known}).`,
    );
  if (names.length === 0)
    throw plainError(`Say whose token it is: npm run token -- --role officer (${known}).`);
  return names.filter(isRole);
}

/** `--scope a --scope b`, `--scope a,b` and `--scope "a b"` mean the same. */
function listOf(given: readonly string[] | undefined): string[] {
  return (given ?? []).flatMap((text) => text.split(/[\s,]+/)).filter(Boolean);
}

function scopesOf(roles: readonly Role[]): string[] {
  return [...new Set(roles.flatMap((role) => ROLE_SCOPES[role]))];
}

await runCommand(printToken);
