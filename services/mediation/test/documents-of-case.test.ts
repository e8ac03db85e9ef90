import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { ALL_MATERIALS, AUTHORITY, INJURY } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { FIRM, mediatedCase, upload, WINDOW, WORKER } from './negotiation-case.ts';
import { spokenTo } from './recorded-words.ts';

const FULL = { ...WINDOW, scopes: ['mediation:read', 'mediation:write', 'pii:read'] };

describe('what documents say of a case and an application', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:05:00Z'));

  const post = (who: object, path: string, body: object = {}) => service.as(who)('POST', path, { body });
  /** The text of a PDF, without the blanks its lines put in. */
  const textOf = async (path: string): Promise<string> => {
    const response = await service.open(FULL, path);
    expect(response.status).toBe(200);
    const pdf = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()));
    const { text } = await extractText(pdf, { mergePages: true });
    return text.replace(/\s+/g, '');
  };

  it('names what was brought with an application, and who wrote down an oral one, and when', async () => {
    const attachments = [await upload(service, WINDOW, 'slip')];
    const { body } = await post(WINDOW, '/cases', { ...INTAKE, oral: true, attachments });
    const text = await textOf(`/cases/${body.id}/documents/application`);
    expect(text).toContain('proof.pdf（随申请提交）');
    expect(text).toContain(
      '2025年8月20日10时05分口头申请，由涉企纠纷综合窗口工作人员（账号window-1）当场记录',
    );
    const bare = await post(WINDOW, '/cases', INTAKE);
    expect(await textOf(`/cases/${bare.body.id}/documents/application`)).toContain('未提交。');
  });

  it('sends the parties of a case that came from a court back there, and others to arbitration', async () => {
    const told = async (over: object, action: string, body: (firm: string) => object, document: string) => {
      const { id, parties } = (await post(WINDOW, '/cases', { ...INTAKE, ...over })).body;
      await post(WINDOW, `/cases/${id}/actions/${action}`, body(parties[1].id));
      return textOf(`/cases/${id}/documents/${document}`);
    };
    const refuse = [
      'refuse',
      (party: string) => ({ party, reason: '不接受调解', ...spokenTo(service) }),
      'termination-notice',
    ] as const;
    const deny = ['not-accept', () => ({ code: 'other', reason: '材料不符' }), 'refusal-notice'] as const;
    for (const [action, body, document] of [refuse, deny]) {
      expect(await told({}, action, body, document)).toContain('劳动争议仲裁委员会申请仲裁');
      const court = await told({ channel: 'court' }, action, body, document);
      expect(court).toContain('人民法院依法继续处理');
      expect(court).not.toContain('仲裁委员会');
    }
  });

  it('names the evidence its applicant has laid open, and none that is held back or of the other side', async () => {
    const { id } = await mediatedCase(service);
    const bring = async (who: object, title: string, isOpen: boolean) => {
      const file = await upload(service, who, title);
      const item = await post(who, `/cases/${id}/evidence`, { file, title, purpose: '证明拖欠' });
      if (isOpen) await post(who, `/cases/${id}/evidence/${item.body.id}/actions/exchange`);
    };
    await bring(WORKER, '工资条', true);
    await bring(WORKER, '录音', false);
    await bring(FIRM, '考勤表', true);
    const text = await textOf(`/cases/${id}/documents/application`);
    expect(text).toContain('工资条（证明拖欠）');
    expect(text).not.toMatch(/录音|考勤表|未提交/);
  });

  it('hands over what is known of the materials, not what nobody recorded', async () => {
    const files = [await upload(service, WINDOW, 'one'), await upload(service, WINDOW, 'two')];
    const [form, relation] = ALL_MATERIALS;
    const materials = [form, relation, { code: 'diagnosis', files }];
    const { id } = (await post(WINDOW, '/injury-applications', { ...INJURY, materials })).body;
    await post(WINDOW, `/injury-applications/${id}/actions/complete`);
    const transfer = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0100' };
    await post(WINDOW, `/injury-applications/${id}/actions/transfer`, transfer);
    const text = await textOf(`/injury-applications/${id}/documents/transfer-letter`);
    expect(text).toContain('工伤认定申请表—纸质件');
    expect(text).toContain('2电子件');
    expect(text).not.toContain('原件');
  });
});
