import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { agreeing, FIRM, MEDIATOR, ORGANISATION, WINDOW, WORKER } from './agreed-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

describe('papers of an agreement', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const pdfOf = async (who: object, path: string) => {
    const response = await service.open(who, path);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.status !== 200) return { response, text: '' };
    const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
    return { response, text: text.replace(/\s/g, '') };
  };

  it('is read by its parties and mediators in full, by the window with pii:read, and printed', async () => {
    const { of, last } = await step.effective();
    const path = `/cases/${of.id}/agreement`;
    const own = await service.as(WORKER)('GET', path);
    expect(own.body.text).toContain('陈晓梅');
    expect((await service.as(WINDOW)('GET', path)).body.text).toBeNull();
    expect((await service.open(WINDOW, `${path}/document`)).status).toBe(403);
    const scopes = ['mediation:read', 'mediation:write', 'pii:read'];
    expect((await service.as({ ...WINDOW, scopes })('GET', path)).body.text).toBe(own.body.text);
    const { rows } = await service.deps.db.pool.query('select actor from disclosure where case_id = $1', [
      of.id,
    ]);
    expect(rows).toEqual([{ actor: 'window-1' }]);
    const { response, text } = await pdfOf(WORKER, `${path}/document`);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    for (const words of [
      '调解协议书',
      last.body.number,
      '陈晓梅',
      '林调解',
      '电子签名',
      '12,000.00',
      ORGANISATION,
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('草稿');
  });

  it('prints a draft as a draft, and the other papers of a case', async () => {
    const of = await step.mediating();
    await step.draft(of);
    const draft = await pdfOf(MEDIATOR, `/cases/${of.id}/agreement/document`);
    expect(draft.text).toContain('草稿');
    const papers = `/cases/${of.id}/documents`;
    const application = await pdfOf(WORKER, `${papers}/application`);
    expect(application.text).toContain('调解申请书');
    expect(application.text).toContain('13,600.00');
    expect((await service.open(FIRM, `${papers}/application`)).status).toBe(403);
    expect((await service.open(WORKER, `${papers}/termination-notice`)).status).toBe(409);
    await step.act(of.id, 'fail', { reason: '分歧较大' });
    const end = await pdfOf(FIRM, `${papers}/termination-notice`);
    expect(end.text).toContain('终止调解告知书');
    expect((await service.open(WORKER, `${papers}/refusal-notice`)).status).toBe(409);
    expect((await service.as(WORKER)('GET', `${papers}/invoice`)).status).toBe(400);
    const refused = await step.post(WINDOW, '/cases', INTAKE);
    await step.act(refused.body.id, 'not-accept', { code: 'in-arbitration-or-court', reason: '已申请仲裁' });
    const notice = await pdfOf(WORKER, `/cases/${refused.body.id}/documents/refusal-notice`);
    expect(notice.text).toContain('不予受理告知书');
    expect(notice.text).toContain('已申请仲裁');
  });

  it('keeps names and words as ciphertext', async () => {
    const { of } = await step.effective();
    const { rows } = await service.deps.db.pool.query(
      `select (select string_agg(a::text, '') from agreement a) || (select string_agg(l::text, '') from ledger l) as text`,
    );
    expect(rows[0].text).toContain(of.worker);
    expect(rows[0].text).not.toMatch(/陈晓梅|银行转账|林调解|晋江经济开发区/);
  });
});
