import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { Desk } from './flow.ts';
import { agreedOf } from './mediation-window.ts';
import { answered, request } from './request.ts';

interface Seen {
  readonly referral: { readonly outcome: string | null } | null;
}

/**
 * The people who have the grievances: where mediation's agreement has come back, it is the answer; whoever complained is
 * called back 回访, and somebody else writes it off 销号 on the agreement alone.
 */
export async function grievanceDesk(
  cluster: ServiceCluster,
  park: string,
  agreed: readonly string[],
): Promise<Desk> {
  const scopes = ['grievance:read', 'grievance:write'];
  const dispatcher = await cluster.bearer({ roles: 'dispatcher', park, scopes });
  const handler = await cluster.bearer({ roles: 'handler', unit: 'labour', park, scopes });
  const verifier = await cluster.bearer({ roles: 'verifier', park, scopes });
  const grievances = `${cluster.api.url}/grievance/v1/grievances`;
  const settled = new Set<string>();

  const isHeard = async (id: string): Promise<boolean> => {
    const url = `${grievances}/${id}`;
    const { status, text } = await request({ method: 'GET', url, bearer: dispatcher });
    return status === 200 && (JSON.parse(text ?? '') as Seen).referral?.outcome === 'agreed';
  };
  const steps = [
    [dispatcher, 'assign', {}],
    [handler, 'sign', {}],
    [handler, 'resolve', { resolution: 'resolved', result: '经调解，双方达成协议。' }],
    [dispatcher, 'call-back', { reached: true, responded: true, resolved: true, satisfaction: 5 }],
    [dispatcher, 'close', {}],
    [verifier, 'write-off', { statement: '调解协议已核。' }],
  ] as const;
  return {
    due: agreedOf,
    waiting: async () => {
      const open = agreed.filter((id) => !settled.has(id));
      const heard = await Promise.all(open.map(isHeard));
      return open.filter((_, index) => heard[index]);
    },
    serve: async (id, random) => {
      for (const [bearer, action, said] of steps) {
        const url = `${grievances}/${id}/actions/${action}`;
        const key = `faults-${park}-${action}-${id}`;
        await answered({ method: 'POST', url, bearer, key, body: JSON.stringify(said) }, random);
      }
      settled.add(id);
    },
  };
}
