import { INTAKE, type MediationService, type Reply } from './mediation-service.ts';
import { withWords } from './recorded-words.ts';

export const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
export const MEDIATOR = { roles: 'mediator', sub: 'mediator-1' } as const;
export const WORKER = { roles: 'party', sub: 'worker-1' } as const;
export const FIRM = { roles: 'enterprise', sub: 'firm-1', org: '91350582MA0000015J' } as const;

export const ORGANISATION = '晋江经济开发区劳动争议调解中心';

/** A case somewhere between mediation and effect, with its two parties. */
export interface Case {
  id: string;
  worker: string;
  firm: string;
}

/** What is otherwise of a case, and who files it; the window, where nobody is said. */
interface Over {
  draft?: object;
  intake?: object;
  filedBy?: object;
}

/** The steps of an agreement as the people in a case take them. */
export function agreeing(service: MediationService) {
  const post = (who: object, path: string, body: object = {}, headers = {}): Promise<Reply> =>
    service.as(who)('POST', path, { body, headers });
  const act = (id: string, action: string, body: object = {}) =>
    post(WINDOW, `/cases/${id}/actions/${action}`, withWords(service, action, body));
  const read = async (id: string) => (await service.as(WINDOW)('GET', `/cases/${id}`)).body;

  /** That the case was seen as it stands. */
  const seen = async (id: string) => ({ 'if-match': `"${id}-${(await read(id)).version}"` });
  const amend = async (id: string, body: object, who: object = WINDOW): Promise<Reply> =>
    service.as(who)('PATCH', `/cases/${id}`, { body, headers: await seen(id) });

  /** A case in mediation, with its mediator. A system names no account: the window enters the worker's. */
  const mediating = async (over: object = {}, filedBy: object = WINDOW): Promise<Case> => {
    const [applicant, respondent] = INTAKE.parties;
    const named = filedBy === WINDOW ? applicant : { ...applicant, subject: undefined };
    const { body } = await post(filedBy, '/cases', { ...INTAKE, parties: [named, respondent], ...over });
    const [worker, firm] = body.parties;
    if (named !== applicant) {
      await amend(body.id, { parties: [{ id: worker.id, subject: applicant.subject }, { id: firm.id }] });
    }
    await act(body.id, 'consent', { party: firm.id });
    await act(body.id, 'accept');
    await service.deps.db.pool.query(
      `update dispute_case set mediators = array[id], members = members || array['m:mediator-1'] where id = $1`,
      [body.id],
    );
    await act(body.id, 'start');
    return { id: body.id, worker: worker.id, firm: firm.id };
  };

  const draftOf = ({ worker, firm }: Case, over: object = {}) => ({
    organisation: ORGANISATION,
    mediators: [{ account: 'mediator-1', name: '林调解' }],
    facts: '申请人自2025年5月起未领到工资，共13600元。',
    issues: '拖欠工资的数额和支付时间。',
    responsibility: '被申请人未按时支付工资，应当承担支付责任。',
    terms: [{ text: '被申请人分两期向申请人支付工资12000元。' }],
    amountAgreed: '12000.00',
    manner: '银行转账至申请人工资账户。',
    instalments: [
      { dueOn: '2025-09-10', amount: '5000.00', payer: firm, payee: worker },
      { dueOn: '2025-10-01', manner: '现金', amount: '7000.00', payer: firm, payee: worker },
    ],
    ...over,
  });
  const draft = async (of: Case, over: object = {}) =>
    service.as(WINDOW)('PUT', `/cases/${of.id}/agreement`, {
      body: draftOf(of, over),
      headers: await seen(of.id),
    });
  const confirm = (who: object, of: Case, textHash: string, over: object = {}) =>
    post(who, `/cases/${of.id}/agreement/confirmations`, { textHash, ...over });
  const sign = (who: object, of: Case, signer: object, textHash: string, over: object = {}) =>
    post(who, `/cases/${of.id}/agreement/signatures`, { signer, kind: 'electronic', textHash, ...over });
  const seal = (of: Case, textHash: string, over: object = {}) =>
    post(WINDOW, `/cases/${of.id}/agreement/seal`, { organisation: ORGANISATION, textHash, ...over });

  /** Drafted, agreed and confirmed by both; what is left are the signatures and the seal. */
  const confirmed = async (over: Over = {}) => {
    const of = await mediating(over.intake, over.filedBy);
    const { textHash } = (await draft(of, over.draft)).body;
    await act(of.id, 'agree');
    await confirm(WORKER, of, textHash);
    await confirm(FIRM, of, textHash);
    return { of, textHash };
  };
  const effective = async (over: Over = {}) => {
    const { of, textHash } = await confirmed(over);
    await sign(WORKER, of, { party: of.worker }, textHash);
    await sign(FIRM, of, { party: of.firm }, textHash);
    await sign(MEDIATOR, of, { mediator: 'mediator-1' }, textHash);
    const last = await seal(of, textHash);
    return { of, textHash, last };
  };
  return {
    post,
    act,
    read,
    seen,
    amend,
    mediating,
    draft,
    draftOf,
    confirm,
    sign,
    seal,
    confirmed,
    effective,
  };
}
