import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

type Claims = Parameters<MediationService['as']>[0];

const [WORKER, FIRM] = INTAKE.parties;
const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
const PERSON = { roles: 'party', sub: 'worker-1' } as const;
const SYSTEM = { roles: 'client', sub: 'hotline-1' } as const;
const NOBODYS = { ...WORKER, subject: undefined };
const named = { ...WORKER, representative: { name: '李代表', capacity: '推举的代表人' } };
const SECOND = { ...WORKER, name: '李二', phone: '13800138001', subject: undefined };
const THIRD = { ...WORKER, name: '王三', phone: '13800138002', subject: undefined };
const OTHER_FIRM = {
  side: 'applicant',
  kind: 'enterprise',
  name: '晋江示例鞋材有限公司',
  uscc: '91350582MA0000023D',
};
const COMPANY = { roles: 'enterprise', sub: 'firm-2', org: OTHER_FIRM.uscc } as const;
const CARD = { ...WORKER, idType: 'citizen-id', idNumber: '11010519491231002X' };

interface Case {
  title: string;
  /** Who files; the window, if nobody is said. */
  who?: Claims;
  over: object;
  status: number;
  /** Of the field at fault. */
  pointer?: string;
  code?: string;
}

const CASES: readonly Case[] = [
  {
    title: 'party A = party B',
    over: { parties: [WORKER, { ...FIRM }, { ...FIRM, side: 'applicant' }] },
    status: 422,
    pointer: '/parties/2',
    code: 'party-twice',
  },
  {
    title: 'party A = party B by a document that is written otherwise',
    over: {
      parties: [CARD, FIRM, { ...CARD, side: 'respondent', name: '别名', idNumber: ' 11010519491231002x' }],
    },
    status: 422,
    pointer: '/parties/2',
    code: 'party-twice',
  },
  {
    title: 'party A = party B by name and telephone, with a document shown once',
    over: { parties: [CARD, FIRM, { ...WORKER, side: 'respondent', phone: '+86 138 0013 8000' }] },
    status: 422,
    pointer: '/parties/2',
    code: 'party-twice',
  },
  {
    title: 'namesakes whom their documents tell apart',
    over: {
      parties: [
        CARD,
        FIRM,
        { ...CARD, phone: '13800138001', subject: undefined, idNumber: '350582199003070016' },
      ],
    },
    status: 201,
  },
  {
    title: 'one account for both sides',
    over: {
      parties: [
        { ...WORKER, subject: 'account-1' },
        { ...FIRM, subject: 'account-1' },
      ],
    },
    status: 422,
    pointer: '/parties/1/subject',
    code: 'subject-on-both-sides',
  },
  { title: 'one party only', over: { parties: [WORKER] }, status: 422, code: 'respondent-missing' },
  { title: 'no party', over: { parties: [] }, status: 400, pointer: '/parties' },
  {
    title: 'a group of 500 with its representative',
    over: { parties: [named, FIRM], workers: 500 },
    status: 201,
  },
  {
    title: 'a group of 500 without',
    over: { workers: 500 },
    status: 422,
    code: 'group-without-representative',
  },
  {
    title: 'nine workers under one name',
    over: { workers: 9 },
    status: 422,
    pointer: '/workers',
    code: 'group-too-small',
  },
  {
    title: 'one worker where three persons apply',
    over: { parties: [WORKER, SECOND, THIRD, FIRM], workers: 1 },
    status: 422,
    pointer: '/workers',
    code: 'workers-below-applicants',
  },
  {
    title: 'three workers where three persons apply',
    over: { parties: [WORKER, SECOND, THIRD, FIRM], workers: 3 },
    status: 201,
  },
  {
    title: 'wages owed between two enterprises',
    over: { parties: [OTHER_FIRM, FIRM] },
    status: 422,
    pointer: '/category',
    code: 'labour-without-worker',
  },
  {
    title: 'a contract between two enterprises',
    over: { category: 'contract', parties: [OTHER_FIRM, FIRM] },
    status: 201,
  },
  {
    title: 'a union for thirty workers',
    over: { parties: [{ ...OTHER_FIRM, name: '鞋业工会联合会' }, FIRM], workers: 30 },
    status: 201,
  },
  ...['enterprise', 'mediator', 'court', 'hotline', 'grievance'].map((channel) => ({
    title: `a person through the channel ${channel}`,
    who: PERSON,
    over: { channel },
    status: 422,
    pointer: '/channel',
    code: 'channel-not-yours',
  })),
  ...['window', 'grievance', 'mediator'].map((channel) => ({
    title: `a system through the channel ${channel}`,
    who: SYSTEM,
    over: { channel, parties: [NOBODYS, FIRM] },
    status: 422,
    pointer: '/channel',
    code: 'channel-not-yours',
  })),
  {
    title: 'a system through the channel of a court that the park does not know as one',
    who: { ...SYSTEM, scopes: ['mediation:read', 'mediation:write'] },
    over: { channel: 'court', parties: [NOBODYS, FIRM] },
    status: 422,
    pointer: '/channel',
    code: 'channel-not-yours',
  },
  ...['hotline', 'enterprise', 'court'].map((channel) => ({
    title: `a system through the channel ${channel}`,
    who: SYSTEM,
    over: { channel, parties: [NOBODYS, FIRM] },
    status: 201,
  })),
  {
    title: 'an officer who has a token for a system too, at the window',
    who: { ...SYSTEM, roles: ['officer', 'client'] },
    over: {},
    status: 201,
  },
  {
    title: 'an enterprise through the channel of mediators',
    who: COMPANY,
    over: { channel: 'mediator', category: 'contract', parties: [OTHER_FIRM, FIRM] },
    status: 422,
    pointer: '/channel',
    code: 'channel-not-yours',
  },
  {
    title: 'an enterprise through its own channel',
    who: COMPANY,
    over: { channel: 'enterprise', category: 'contract', parties: [OTHER_FIRM, FIRM] },
    status: 201,
  },
  {
    title: 'an oral application that a party sends itself',
    who: PERSON,
    over: { oral: true },
    status: 422,
    pointer: '/oral',
    code: 'oral-not-at-window',
  },
  {
    title: 'an oral application of an enterprise',
    who: COMPANY,
    over: { oral: true, category: 'contract', parties: [OTHER_FIRM, FIRM] },
    status: 422,
    pointer: '/oral',
  },
  { title: 'an oral application that the window records', over: { oral: true }, status: 201 },
  {
    title: 'an enterprise without its code',
    over: { parties: [WORKER, { ...FIRM, uscc: undefined }] },
    status: 422,
    pointer: '/parties/1/uscc',
  },
  {
    title: 'a wrong check digit',
    over: { parties: [WORKER, { ...FIRM, uscc: '91350582MA0000015K' }] },
    status: 422,
    pointer: '/parties/1/uscc',
  },
  {
    title: 'a citizen id with a wrong check digit',
    over: { parties: [{ ...WORKER, idType: 'citizen-id', idNumber: '350582199003070010' }, FIRM] },
    status: 422,
    pointer: '/parties/0/idNumber',
  },
  {
    title: 'an id number of no kind',
    over: { parties: [{ ...WORKER, idNumber: 'E1234567' }, FIRM] },
    status: 422,
    pointer: '/parties/0/idType',
  },
  {
    title: 'a phone that is none',
    over: { parties: [{ ...WORKER, phone: '12' }, FIRM] },
    status: 422,
    pointer: '/parties/0/phone',
  },
  {
    title: 'an amount with three decimals',
    over: { claims: [{ type: '工资', amount: '1.234' }] },
    status: 400,
    pointer: '/claims/0/amount',
  },
  {
    title: 'a negative amount',
    over: { claims: [{ type: '工资', amount: '-1' }] },
    status: 400,
    pointer: '/claims/0/amount',
  },
  {
    title: 'an amount as a number',
    over: { claims: [{ type: '工资', amount: 13600 }] },
    status: 400,
    pointer: '/claims/0/amount',
  },
  { title: 'a category there is not', over: { category: 'quarrel' }, status: 400, pointer: '/category' },
  {
    title: 'an injury without its own consent',
    over: { injury: true },
    status: 422,
    pointer: '/sensitiveConsent',
  },
  {
    title: 'a limitation that begins tomorrow',
    over: { limitationFrom: '2025-09-02' },
    status: 422,
    pointer: '/limitationFrom',
  },
  {
    title: 'a day that is none',
    over: { limitationFrom: '2025-02-30' },
    status: 400,
    pointer: '/limitationFrom',
  },
  { title: 'an unknown field', over: { amuont: '1' }, status: 400, pointer: '/amuont' },
  { title: 'a blank title', over: { title: '   ' }, status: 400, pointer: '/title' },
  {
    title: 'somebody else’s file',
    over: { attachments: ['0198f000-0000-7000-8000-000000000001'] },
    status: 422,
    pointer: '/attachments',
  },
];

describe('bad applications', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());

  it.each(CASES)('$title: $status', async ({ who = WINDOW, over, status, pointer, code }) => {
    const before = await service.as(WINDOW)('GET', '/cases?limit=1');
    const body = { ...INTAKE, ...over };
    const reply = await service.as(who)('POST', '/cases', { body });
    expect(reply).toMatchObject({ status });
    if (status === 201) return;
    const errors: { pointer: string; code: string; detail: string }[] = reply.body.errors;
    if (pointer !== undefined) expect(errors.map((error) => error.pointer)).toContain(pointer);
    if (code !== undefined) expect(errors.map((error) => error.code)).toContain(code);
    for (const { detail } of errors) expect(detail).toMatch(/\p{Script=Han}/u);
    const headers = { 'accept-language': 'en' };
    const inEnglish = (await service.as(who)('POST', '/cases', { body, headers })).body.errors;
    for (const { detail } of inEnglish) expect(detail).not.toMatch(/\p{Script=Han}/u);
    const after = await service.as(WINDOW)('GET', '/cases?limit=1');
    expect(after.body).toEqual(before.body);
  });

  it('a correction of the number of workers alone that the parties do not bear out', async () => {
    const { body } = await service.as(WINDOW)('POST', '/cases', { body: INTAKE });
    const headers = { 'if-match': `"${body.id}-${body.version}"` };
    for (const [workers, code] of [
      [9, 'group-too-small'],
      [500, 'group-without-representative'],
    ]) {
      const done = await service.as(WINDOW)('PATCH', `/cases/${body.id}`, { headers, body: { workers } });
      expect(done).toMatchObject({ status: 422, body: { errors: [{ code }] } });
    }
    const group = await service.as(WINDOW)('POST', '/cases', { body: { ...INTAKE, parties: [named, FIRM] } });
    const { id, version } = group.body;
    const grown = await service.as(WINDOW)('PATCH', `/cases/${id}`, {
      headers: { 'if-match': `"${id}-${version}"` },
      body: { workers: 500 },
    });
    expect(grown).toMatchObject({ status: 200, body: { workers: 500, group: true } });
  });

  it('a correction that leaves a labour dispute without a worker', async () => {
    const between = { ...INTAKE, category: 'contract', parties: [OTHER_FIRM, FIRM] };
    const { body } = await service.as(WINDOW)('POST', '/cases', { body: between });
    const headers = { 'if-match': `"${body.id}-${body.version}"` };
    const done = await service.as(WINDOW)('PATCH', `/cases/${body.id}`, {
      headers,
      body: { category: 'wage-arrears' },
    });
    expect(done).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/category', code: 'labour-without-worker' }] },
    });
  });

  it('an action there is not: 400, naming those there are', async () => {
    const { body } = await service.as(WINDOW)('POST', '/cases', { body: INTAKE });
    const reply = await service.as(WINDOW)('POST', `/cases/${body.id}/actions/judge`, { body: {} });
    expect(reply).toMatchObject({ status: 400, body: { type: 'urn:qinwu:problem:action-unknown' } });
    expect(reply.body.actions).toContain('accept');
  });
});
