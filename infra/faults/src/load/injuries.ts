import { localDateOf } from '@qinwu/domain/local-date';
import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { Random } from '../random.ts';
import type { Flow } from './flow.ts';
import { answered, changed, request } from './request.ts';

/**
 * A case that tells of a work injury 工伤: its application opens by itself. The window closes one half, and hands the
 * other half over; what the authority decided of those comes back.
 */
export interface InjuryFlow extends Flow {
  /** Cases whose registration was acknowledged. */
  readonly registered: readonly string[];
  /** Those of them whose application is handed over. */
  readonly handedOver: ReadonlySet<string>;
}

const ACCIDENT_ON = localDateOf(new Date());

const intake = (number: number): object => ({
  category: 'injury-benefit',
  channel: 'window',
  title: `操作裁断机受伤（第 ${number} 件）`,
  facts: '申请人在车间操作裁断机时右手被压伤，用人单位未申请工伤认定。',
  injury: true,
  accidentOn: ACCIDENT_ON,
  sensitiveConsent: true,
  parties: [
    { side: 'applicant', kind: 'person', name: '陈晓梅' },
    { side: 'respondent', kind: 'enterprise', name: '晋江示例鞋业有限公司', uscc: '91350582MA0000015J' },
  ],
});

/** What the case does not tell, and the consent to it. */
const COMPLETION = JSON.stringify({
  event: {
    occurredAt: `${ACCIDENT_ON}T00:00:00+08:00`,
    place: '二号车间',
    course: '操作裁断机时右手被压伤。',
    injury: '右手食指末节骨折',
  },
  sensitiveConsent: true,
});
const AUTHORITY = '晋江市人力资源和社会保障局';
const MATERIALS = ['application-form', 'labour-relation', 'diagnosis'].map((code) => ({ code }));
const CLOSING = { reason: 'outside-jurisdiction', note: '参保地不在本市，已告知申请人。' };
const RECEIPT = { receiver: AUTHORITY, receiptNumber: 'JJGS-2026-0097' };
/** What comes back of one that was handed over, in this order. */
const DECISIONS = ['accepted', 'recognised', 'delivered'] as const;

const isHandedOver = (number: number): boolean => number % 2 === 0;

/** Makes the window of a park. */
export async function injuryFlow(
  cluster: ServiceCluster,
  park: string,
  mediationUrl: string,
): Promise<InjuryFlow> {
  const scopes = ['mediation:read', 'mediation:write'];
  const bearer = await cluster.bearer({ roles: 'dispatcher', park, scopes });
  const base = `${mediationUrl}/mediation/v1`;
  const registered: string[] = [];
  const handedOver = new Set<string>();

  const post = <T>(path: string, key: string, body: object, random: Random): Promise<T> => {
    const sent = { method: 'POST', url: base + path, bearer, body: JSON.stringify(body) } as const;
    return answered<T>({ ...sent, key: `faults-${park}-${key}` }, random);
  };
  const act = (id: string, action: string, body: object, random: Random): Promise<unknown> =>
    post(`/injury-applications/${id}/actions/${action}`, `${action}-${id}`, body, random);
  const record = (id: string, decision: string, random: Random): Promise<unknown> => {
    const path = `/injury-applications/${id}/actions/record-decision`;
    // Of no day before the transfer, which the service dates by itself.
    const decidedOn = localDateOf(new Date());
    const paper = {
      decision,
      documentNumber: `晋人社工〔2026〕${decision}`,
      decidedOn,
      authority: AUTHORITY,
    };
    return post(path, `${decision}-${id}`, paper, random);
  };
  const inState = async (state: string): Promise<{ id: string; caseId: string }[]> => {
    const url = `${base}/injury-applications?state=${state}&limit=100`;
    const { status, text } = await request({ method: 'GET', url, bearer });
    return status === 200 ? (JSON.parse(text ?? '') as { items: [] }).items : [];
  };
  /** The case by application, as the window found it. */
  const caseOf = new Map<string, string>();

  const handOver = async (id: string, random: Random): Promise<void> => {
    const of = `${base}/injury-applications/${id}`;
    await changed({ method: 'PATCH', of, bearer, body: COMPLETION }, random);
    await act(id, 'add-materials', { materials: MATERIALS }, random);
    await act(id, 'complete', {}, random);
    await act(id, 'transfer', RECEIPT, random);
  };
  return {
    registered,
    handedOver,
    begin: async (number, random) => {
      const key = `register-${String(number).padStart(6, '0')}`;
      const { id } = await post<{ id: string }>('/cases', key, intake(number), random);
      if (isHandedOver(number)) handedOver.add(id);
      registered.push(id);
    },
    desks: [
      {
        due: (count) => count,
        waiting: async () => {
          // What came of a case is known once its registration is.
          const known = (await inState('RECEIVED')).filter(({ caseId }) => registered.includes(caseId));
          for (const { id, caseId } of known) caseOf.set(id, caseId);
          return known.map(({ id }) => id);
        },
        serve: async (id, random) => {
          if (handedOver.has(caseOf.get(id) ?? '')) await handOver(id, random);
          else await act(id, 'not-transfer', CLOSING, random);
        },
      },
      {
        due: (count) => Math.ceil(count / 2),
        waiting: async () => (await inState('TRANSFERRED')).map(({ id }) => id),
        serve: async (id, random) => {
          for (const decision of DECISIONS) await record(id, decision, random);
        },
      },
    ],
  };
}
