import { grievanceRegistered } from '@qinwu/contracts/events/grievance';
import { newId } from '@qinwu/domain/id';
import { GrievanceView } from '@qinwu/grievance/routes/grievance-schema';
import { IntakeBody } from '@qinwu/grievance/rules/intake-body';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import { compileWriter } from '@qinwu/platform/http/answer-writer';
import { createVerifier } from '@qinwu/platform/http/auth';
import { fingerprintOf } from '@qinwu/platform/http/idempotency-key';
import { parseStrictJson } from '@qinwu/platform/http/strict-json';
import { compileValidator } from '@qinwu/platform/http/validator';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { createTestIssuer } from '@qinwu/testkit/tokens';
import { grievanceDatabase, startService } from '../contestants.ts';
import { BASE, INTAKE, JSON_TYPE, worker } from '../intake-step.ts';
import { median } from '../statistics.ts';
import type { Bench, Stage } from './bench.ts';

type Part = () => unknown;

const CALLS = 2_000;

/** What each part of an intake costs the process, called alone on one thread. */
export const parts: Bench = async (stage) => {
  const view = await registered(stage);
  const all = await partsOf(stage, view);
  const times = new Map(Object.keys(all).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= stage.pace.rounds; round++) {
    for (const [name, part] of Object.entries(all)) {
      const before = process.cpuUsage();
      for (let call = 0; call < CALLS; call++) await part();
      const { user, system } = process.cpuUsage(before);
      // The first round only lets the engine compile.
      if (round > 0) times.get(name)?.push((user + system) / CALLS);
    }
  }
  return [...times].map(([what, measured]) => ({
    what,
    ours: `${median(measured).toFixed(1)} µs`,
    bare: '–',
    ratio: '–',
    goal: '–',
  }));
};

/** An answer as the service gives it. */
async function registered({ servers }: Stage): Promise<Record<string, unknown>> {
  const service = await startService(servers, await grievanceDatabase(servers, 'parts'));
  const answer = await fetch(`${service.url}${BASE}/grievances`, {
    method: 'POST',
    headers: {
      ...JSON_TYPE,
      authorization: await worker(servers),
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify(INTAKE),
  });
  const body = (await answer.json()) as Record<string, unknown>;
  await service.stop();
  return body;
}

async function partsOf({ servers }: Stage, view: Record<string, unknown>): Promise<Record<string, Part>> {
  const bytes = Buffer.from(JSON.stringify(INTAKE));
  const text = bytes.toString('utf8');
  const validator = compileValidator(IntakeBody, 'body');
  const issuer = await createTestIssuer();
  const token = await issuer.token();
  const cached = createVerifier(issuer.verifierOptions);
  const keyring = openKeyring(servers.keys);
  const id = newId();
  const { dek, wrapped } = keyring.newRecordKey(id);
  const sealed = keyring.sealField(dek, 'bench', '13800138000');
  const writer = compileWriter({
    method: 'POST',
    url: '/bench',
    operationId: 'bench',
    summary: 'bench',
    access: 'public',
    responses: { 201: { description: 'bench', schema: GrievanceView } },
  });
  const answer = { status: 201, body: view };
  const answerText = writer.textOf(answer);
  const announce = createAnnouncer('grievance');
  const step = { park: 'jinjiang', caseKind: 'grievance', caseId: id, actor: 'bench', action: 'registered' };
  const fact = { park: 'jinjiang', subject: id, sequence: 1 };
  const data = { grievanceId: id, number: 'GR-20250831-000001', registeredOn: '2025-08-31' };
  return {
    'JSON.parse, for comparison': () => JSON.parse(text),
    'strict JSON': () => parseStrictJson(bytes),
    'validation (ajv from zod)': () => validator.parse(structuredClone(INTAKE)),
    'structuredClone in the line above': () => structuredClone(INTAKE),
    'token, verified before': () => cached.verify(token),
    'token, ES256': () => createVerifier(issuer.verifierOptions).verify(token),
    'fingerprint of the request': () => fingerprintOf('POST', '/grievance/v1/grievances', INTAKE),
    'record key, made and wrapped': () => keyring.newRecordKey(id),
    'record key, unwrapped': () => keyring.unwrap(id, wrapped),
    'one field sealed': () => keyring.sealField(dek, 'bench', '13800138000'),
    'one field opened': () => keyring.openField(dek, 'bench', sealed),
    'one blind index': () => keyring.blindIndex('phone', '13800138000'),
    'ledger entry': () => makeEntry({ ...step, at: new Date(), change: INTAKE }, null),
    'event envelope': () =>
      announce(grievanceRegistered, { ...fact, time: new Date(), data: { ...data, origin: 'patrol' } }),
    'answer as text': () => writer.textOf(answer),
    'kept answer, sealed': () => keyring.sealField(dek, 'bench', answerText),
  };
}
