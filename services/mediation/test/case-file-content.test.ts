import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agreeing, WINDOW } from './agreed-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { withRoster } from './roster.ts';

const CHIEF = {
  roles: 'supervisor',
  sub: 'chief-1',
  scopes: ['mediation:read', 'mediation:write', 'pii:read'],
} as const;
const ADDRESS = '晋江市青阳街道某路1号';

let service: MediationService;
let step: ReturnType<typeof agreeing>;
let roster: ReturnType<typeof withRoster>;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-08-20T02:00:00Z');
  step = agreeing(service);
  roster = withRoster(service);
});
afterAll(() => service?.close());

const fileFor = async (id: string, kind: string) => {
  const wanted = { recipient: { kind, name: '某机关' }, legalBasis: '人民调解法第二十七条' };
  const { body } = await step.post(CHIEF, `/cases/${id}/case-files`, wanted);
  return (await service.as(CHIEF)('GET', body.content.replace('/mediation/v1', ''))).body;
};

it('a case file tells who mediated, how and when, also where there is no agreement', async () => {
  const mediator = await roster.enter('tea');
  const { id, parties } = await roster.mediating([mediator.id], { mode: 'tea-table' });
  const startsAt = '2025-08-20T03:00:00.000Z';
  const plan = { startsAt, endsAt: '2025-08-20T04:00:00.000Z', place: '闽南茶桌' };
  const held = await step.post(WINDOW, `/cases/${id}/sessions`, plan);
  service.clock.set('2025-08-20T05:00:00Z');
  const attendance = [{ party: parties[0].id, present: true }];
  await step.post(WINDOW, `/cases/${id}/sessions/${held.body.id}/actions/hold`, { attendance });
  await step.post(WINDOW, `/cases/${id}/sessions`, {
    ...plan,
    startsAt: '2025-08-21T03:00:00Z',
    endsAt: '2025-08-21T04:00:00Z',
  });
  await step.act(id, 'fail', { reason: '分歧较大' });
  expect(await fileFor(id, 'archive')).toMatchObject({
    case: { mode: 'tea-table', organisation: 'window', outcome: 'failed' },
    mediators: [{ name: mediator.name, organisation: mediator.organisation.name }],
    sessions: [{ session: held.body.id, startsAt, attendance: [{ present: true }, { present: false }] }],
    minutes: null,
  });
});

it('an address that was sealed reaches a court and an archive, and says that it is sealed', async () => {
  const [person, firm] = INTAKE.parties;
  const { id } = await roster.register({
    parties: [{ ...person, address: ADDRESS, addressSealed: true }, firm],
  });
  for (const kind of ['court', 'archive']) {
    expect((await fileFor(id, kind)).parties[0]).toMatchObject({ address: ADDRESS, addressSealed: true });
  }
  for (const kind of ['arbitration', 'legal-aid']) {
    const file = await fileFor(id, kind);
    expect(file.parties).toMatchObject([{ address: null, addressSealed: true }, { addressSealed: false }]);
    expect(JSON.stringify(file)).not.toContain(ADDRESS);
  }
});
