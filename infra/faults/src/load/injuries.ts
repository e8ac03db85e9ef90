import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { Flow } from './flow.ts';
import { answered, request } from './request.ts';

/** A case that tells of a work injury 工伤: its application opens by itself, and is closed by the window. */
export interface InjuryFlow extends Flow {
  /** Cases whose registration was acknowledged. */
  readonly registered: readonly string[];
}

const intake = (number: number): string =>
  JSON.stringify({
    category: 'injury-benefit',
    channel: 'window',
    title: `操作裁断机受伤（第 ${number} 件）`,
    facts: '申请人在车间操作裁断机时右手被压伤，用人单位未申请工伤认定。',
    injury: true,
    sensitiveConsent: true,
    parties: [
      { side: 'applicant', kind: 'person', name: '陈晓梅' },
      { side: 'respondent', kind: 'enterprise', name: '晋江示例鞋业有限公司', uscc: '91350582MA0000015J' },
    ],
  });

const CLOSING = JSON.stringify({ reason: 'outside-jurisdiction', note: '参保地不在本市，已告知申请人。' });

/** Makes the window of a park. */
export async function injuryFlow(cluster: ServiceCluster, park: string): Promise<InjuryFlow> {
  const scopes = ['mediation:read', 'mediation:write'];
  const bearer = await cluster.bearer({ roles: 'dispatcher', park, scopes });
  const base = `${cluster.mediation.url}/mediation/v1`;
  const registered: string[] = [];
  return {
    registered,
    begin: async (number, random) => {
      const key = `faults-${park}-register-${String(number).padStart(6, '0')}`;
      const sent = { method: 'POST', url: `${base}/cases`, bearer, key, body: intake(number) } as const;
      registered.push((await answered<{ id: string }>(sent, random)).id);
    },
    waiting: async () => {
      const url = `${base}/injury-applications?state=RECEIVED&limit=100`;
      const { status, text } = await request({ method: 'GET', url, bearer });
      if (status !== 200) return [];
      return (JSON.parse(text ?? '') as { items: { id: string }[] }).items.map(({ id }) => id);
    },
    end: async (id, random) => {
      const url = `${base}/injury-applications/${id}/actions/not-transfer`;
      const key = `faults-${park}-end-${id}`;
      await answered({ method: 'POST', url, bearer, key, body: CLOSING }, random);
    },
  };
}
