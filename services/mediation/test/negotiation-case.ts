import { newId } from '@qinwu/domain/id';
import { recordKey } from '@qinwu/platform/crypto/record-key';
import { session } from '../src/store/session-tables.ts';
import { sealJson } from '../src/use-cases/secrets.ts';
import { INTAKE, type MediationService } from './mediation-service.ts';

/** The people of these tests; scopes are those a token of their kind holds. */
export const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
export const CHIEF = { roles: 'supervisor', sub: 'chief-1' } as const;
export const WORKER = { roles: 'party', sub: 'worker-1' } as const;
export const FIRM = { roles: 'enterprise', sub: 'firm-1', org: '91350582MA0000015J' } as const;
export const MEDIATOR = { roles: 'mediator', sub: 'mediator-1' } as const;
export const OTHER_MEDIATOR = { roles: 'mediator', sub: 'mediator-2' } as const;
export const OUTSIDER = { roles: 'party', sub: 'worker-2' } as const;
export const CLIENT = { roles: 'client', sub: 'court-1' } as const;

export const OFFICER = { roles: 'officer', sub: 'officer-1' } as const;

/** A case that is being mediated by MEDIATOR; `filedBy` registers it, and the window enters the worker's account. */
export async function mediatedCase(
  service: MediationService,
  filedBy: Parameters<MediationService['as']>[0] = WINDOW,
): Promise<{ id: string; worker: string; firm: string }> {
  const filed = INTAKE.parties.map((party) => ({ ...party, subject: undefined }));
  const channel = filedBy.roles === 'client' ? 'court' : INTAKE.channel;
  const { status, body } = await service.as(filedBy)('POST', '/cases', {
    body: { ...INTAKE, parties: filed, channel },
  });
  if (status !== 201) throw new Error(`registering answered ${status}: ${JSON.stringify(body)}`);
  const { id, parties, version } = body;
  const bound = await service.as(WINDOW)('PATCH', `/cases/${id}`, {
    headers: { 'if-match': `"${id}-${version}"` },
    body: { parties: INTAKE.parties.map((party, n) => ({ ...party, id: parties[n].id })) },
  });
  if (bound.status !== 200) throw new Error(`correcting answered ${bound.status}`);
  await service.deps.db.pool.query(
    `update dispute_case set state = 'MEDIATING', members = array_append(members, $2) where id = $1`,
    [id, `m:${MEDIATOR.sub}`],
  );
  return { id, worker: parties[0].id, firm: parties[1].id };
}

/** Uploads a text file as somebody and answers its id. */
export async function upload(
  service: MediationService,
  claims: Parameters<MediationService['as']>[0],
  text: string,
): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([`%PDF-1.4\n% ${text}\n%%EOF\n`], { type: 'application/pdf' }), 'proof.pdf');
  const { status, body } = await service.as(claims)('POST', '/files', { form });
  if (status !== 201) throw new Error(`the upload answered ${status}: ${JSON.stringify(body)}`);
  return body.id;
}

/** A session that both sides came to, with minutes of its mediator, so many days from its record; answers its id. */
export async function heldSession(
  { deps, clock }: MediationService,
  found: { id: string; worker: string; firm: string },
  minutes: string,
  { days = 0 }: { days?: number } = {},
): Promise<string> {
  const id = newId();
  const dek = await recordKey(deps.db.orm, deps.keyring, { park: 'jinjiang', recordId: found.id });
  if (dek === null) throw new Error('the case has no key');
  const now = clock.now();
  const startsAt = new Date(now.getTime() + days * 86_400_000);
  const invited = [found.worker, found.firm];
  await deps.db.orm.insert(session).values({
    id,
    parkId: 'jinjiang',
    caseId: found.id,
    status: 'held',
    room: null,
    startsAt,
    endsAt: new Date(startsAt.getTime() + 3_600_000),
    mediators: [],
    invited,
    attendance: invited.map((party) => ({ party, present: true })),
    content: sealJson(
      deps.keyring,
      dek,
      { column: 'session', id },
      { place: '茶桌', participants: [], reason: null },
    ),
    minutes: sealJson(deps.keyring, dek, { column: 'session.minutes', id }, minutes),
    movedFrom: null,
    movedTo: null,
    moveRef: null,
    plannedBy: MEDIATOR.sub,
    recordedAt: now,
    closedAt: now,
  });
  return id;
}
