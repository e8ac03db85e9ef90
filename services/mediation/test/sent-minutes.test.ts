import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { CHIEF, heldSession, MEDIATOR, mediatedCase, WINDOW } from './negotiation-case.ts';

type Claims = Parameters<MediationService['as']>[0];

describe('minutes', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());

  const post = (who: Claims, path: string, body: object = {}) => service.as(who)('POST', path, { body });
  const get = (who: Claims, path: string) => service.as(who)('GET', path);

  /** The case ends without an agreement. */
  const over = async (id: string) => {
    const ended = await post(WINDOW, `/cases/${id}/actions/fail`, { reason: '双方差距过大' });
    expect(ended.status).toBe(200);
  };

  it('leave with a case file that asks for them, and with no other', async () => {
    const found = await mediatedCase(service);
    await heldSession(service, found, '双方各让一步。');
    const contentWith = async (includeMinutes: boolean) => {
      const { body } = await post(MEDIATOR, `/cases/${found.id}/case-files`, {
        recipient: { kind: 'archive', name: '档案馆' },
        legalBasis: '人民调解法第二十七条',
        includeMinutes,
      });
      return (await get(MEDIATOR, body.content.replace('/mediation/v1', ''))).body;
    };
    for (const kind of ['arbitration', 'legal-aid']) {
      const refused = await post(MEDIATOR, `/cases/${found.id}/case-files`, {
        recipient: { kind, name: '某机构' },
        legalBasis: '无',
        includeMinutes: true,
      });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/includeMinutes' }] } });
    }
    expect((await contentWith(false)).minutes).toBeNull();
    await over(found.id);
    expect((await contentWith(true)).minutes).toMatchObject([{ minutes: '双方各让一步。' }]);
  });

  it('are kept from the window but for one sending to a court or an archive, once the case is over', async () => {
    const found = await mediatedCase(service);
    await heldSession(service, found, '双方各让一步。');
    const wanted = {
      recipient: { kind: 'court', name: '晋江市人民法院' },
      legalBasis: '民事诉讼法第二百零五条',
      includeMinutes: true,
    };
    for (const who of [CHIEF, MEDIATOR]) {
      const early = await post(who, `/cases/${found.id}/case-files`, wanted);
      expect(early).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:minutes-before-end' } });
    }
    await over(found.id);
    const made = await post(CHIEF, `/cases/${found.id}/case-files`, wanted);
    expect(made).toMatchObject({ status: 201, body: { sentAt: null, sentBy: null } });
    const content = made.body.content.replace('/mediation/v1', '');
    const chief = { ...CHIEF, scopes: ['mediation:read', 'pii:read'] };
    const both = await Promise.all([get(chief, content), get(chief, content)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const again = await get({ ...chief, sub: 'chief-2' }, content);
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:case-file-sent' } });
    expect((await get(MEDIATOR, content)).status).toBe(200);
    const [file] = (await get(CHIEF, `/cases/${found.id}/case-files`)).body.items;
    expect(file).toMatchObject({ sentBy: 'chief-1', sentAt: expect.any(String) });
    const { items } = (await get(WINDOW, `/cases/${found.id}/history`)).body;
    const { recipient, legalBasis } = wanted;
    expect(items.slice(-2)).toMatchObject([
      { action: 'case-file-sent', actor: 'chief-1', change: { recipient, legalBasis } },
      { action: 'case-file-fetched', actor: 'mediator-1' },
    ]);
  });
});
