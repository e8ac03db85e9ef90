import { localDateOf } from '@qinwu/domain/local-date';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import { type Random, seededRandom } from '../random.ts';
import { answered, changed } from './request.ts';

/** A case as the window reads it. */
export interface ReferredCase {
  readonly id: string;
  readonly grievanceId: string;
  readonly category: string;
  readonly receivedOn: string;
  readonly title: string;
  readonly parties: readonly { readonly id: string; readonly side: string }[];
  readonly referredFiles: readonly { readonly fileId: string }[];
}

/** The enterprise that answers; its people stand in a case by this code. */
export const FIRM = { uscc: '91350582MA0000015J', name: '晋江示例鞋业有限公司' } as const;
const WORKER = 'worker-1';
const MEDIATOR = { account: 'mediator-1', name: '蔡文静' } as const;
const ORGANISATION = '晋江经济开发区劳动争议调解中心';
const CLAIMED = '80000.00';
const THIRTY_DAYS_MS = 30 * 86_400_000;

/** How a party told the window what that records for it: the same at every attempt. */
export const spokenIn = ({ receivedOn }: ReferredCase) => ({ spoken: { how: 'phone', on: receivedOn } });

/** What is agreed in a case: another amount in each, the same at every attempt. */
const amountOf = (id: string): string => `${10_000 + Number.parseInt(id.slice(-4), 16)}.00`;

/** Enters a mediator, and gives the two ways in which a case of a park comes to an agreement. */
export async function agreements(cluster: ServiceCluster, park: string, base: string) {
  const scopes = ['mediation:read', 'mediation:write'];
  const window = await cluster.bearer({ roles: 'dispatcher', sub: 'window-1', park, scopes });
  const mediator = await cluster.bearer({ roles: 'mediator', sub: MEDIATOR.account, park, scopes });
  const worker = await cluster.bearer({ roles: 'party', sub: WORKER, park, scopes });
  const firm = await cluster.bearer({ roles: 'enterprise', sub: 'firm-1', org: FIRM.uscc, park, scopes });
  const entry = await enterMediator(cluster, park, base);
  const dueOn = localDateOf(new Date(Date.now() + THIRTY_DAYS_MS));

  const steps = (id: string, random: Random) => {
    const of = `${base}/cases/${id}`;
    return {
      post: (bearer: string, path: string, body: object, key = path.replaceAll('/', '-')) => {
        const sent = { method: 'POST', url: `${of}/${path}`, bearer, body: JSON.stringify(body) } as const;
        return answered({ ...sent, key: `faults-${park}-${id}-${key}` }, random);
      },
      amend: (body: object) =>
        changed({ method: 'PATCH', of, bearer: window, body: JSON.stringify(body) }, random),
      draft: (body: object) =>
        changed<{ textHash: string }>(
          { method: 'PUT', of, at: `${of}/agreement`, bearer: window, body: JSON.stringify(body) },
          random,
        ),
    };
  };
  type Steps = ReturnType<typeof steps>;

  const begin = async ({ post }: Steps): Promise<void> => {
    await post(window, 'actions/accept', {});
    await post(window, 'mediators', { mediators: [entry] });
    await post(window, 'actions/start', {});
  };
  return {
    /** Both sides come in by their accounts; they confirm and sign, the mediator signs, the seal is set. */
    inWriting: async ({ id, parties }: ReferredCase, random: Random): Promise<void> => {
      const step = steps(id, random);
      const { applicant, respondent } = sidesOf(parties);
      await step.amend({
        parties: [{ id: applicant, subject: WORKER }, { id: respondent }],
        claims: [{ type: '支付工资', amount: CLAIMED }],
      });
      for (const party of [worker, firm]) await step.post(party, 'actions/consent', {});
      await begin(step);
      const { textHash } = await step.draft(draftOf(amountOf(id), { applicant, respondent, dueOn }));
      await step.post(window, 'actions/agree', {});
      for (const party of [worker, firm]) await step.post(party, 'agreement/confirmations', { textHash });
      const sign = (bearer: string, signer: object): Promise<unknown> =>
        step.post(bearer, 'agreement/signatures', { signer, kind: 'electronic', textHash });
      await sign(worker, { party: applicant });
      await sign(firm, { party: respondent });
      await sign(mediator, { mediator: MEDIATOR.account });
      await step.post(window, 'agreement/seal', { organisation: ORGANISATION, textHash });
    },
    /** The window asks both sides, and the mediator's record of what they agreed is all there is. */
    orally: async (of: ReferredCase, random: Random): Promise<void> => {
      const { id, parties } = of;
      const step = steps(id, random);
      await step.amend({
        organisation: 'people-mediation',
        claims: [{ type: '支付货款', amount: CLAIMED }],
      });
      for (const { id: party } of parties) {
        await step.post(window, 'actions/consent', { party, ...spokenIn(of) }, `consent-${party}`);
      }
      await begin(step);
      const body = { amountAgreed: amountOf(id), summary: '被申请人当日付清货款，双方再无争议。' };
      await step.post(mediator, 'actions/agree-orally', body);
    },
  };
}

async function enterMediator(cluster: ServiceCluster, park: string, base: string): Promise<string> {
  const admin = await cluster.bearer({ roles: 'admin', park, scopes: ['mediation:admin'] });
  const body = JSON.stringify({
    name: MEDIATOR.name,
    subject: MEDIATOR.account,
    organisation: { kind: 'people-mediation', name: ORGANISATION },
    languages: ['zh'],
    certifiedFrom: '2025-01-01',
  });
  const entered = { method: 'PUT', url: `${base}/mediators/M1`, bearer: admin, body } as const;
  return (await answered<{ id: string }>(entered, seededRandom(1))).id;
}

function sidesOf(parties: ReferredCase['parties']): { applicant: string; respondent: string } {
  const of = (wanted: string): string => parties.find(({ side }) => side === wanted)?.id ?? '';
  return { applicant: of('applicant'), respondent: of('respondent') };
}

function draftOf(
  amount: string,
  { applicant, respondent, dueOn }: { applicant: string; respondent: string; dueOn: string },
): object {
  return {
    organisation: ORGANISATION,
    mediators: [MEDIATOR],
    facts: '申请人两个月未领到工资。',
    issues: '拖欠工资的数额和支付时间。',
    responsibility: '被申请人未按时支付工资，应当承担支付责任。',
    terms: [{ text: `被申请人一次性向申请人支付工资${amount}元。` }],
    amountAgreed: amount,
    manner: '银行转账至申请人工资账户。',
    instalments: [{ dueOn, amount, payer: respondent, payee: applicant }],
  };
}
