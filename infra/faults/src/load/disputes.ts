import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { Random } from '../random.ts';
import { intakeBody } from './client.ts';
import type { Flow } from './flow.ts';
import { answered, request } from './request.ts';

/** A dispute goes to mediation 诉求转调解: registered, accepted and referred here, ended by the window there. */
export interface DisputeFlow extends Flow {
  /** Grievances whose referral was acknowledged. */
  readonly referred: readonly string[];
}

interface Listed {
  readonly items: readonly { readonly id: string }[];
}

interface CaseShown {
  readonly parties: readonly { readonly id: string; readonly side: string }[];
}

const REFERRAL = {
  reason: '双方对工资数额各执一词，已告知可以调解。',
  category: 'wage-arrears',
  consent: 'no-reporter',
};

/** Half of the cases are refused by the employer, half not accepted: by their ids, the same at every attempt. */
const isRefused = (id: string): boolean => Number.parseInt(id.slice(-1), 16) % 2 === 0;

/** Makes the clients of a park, which must be set up. */
export async function disputeFlow(
  cluster: ServiceCluster,
  park: string,
  mediationUrl: string,
): Promise<DisputeFlow> {
  const dispatcher = await cluster.bearer({ roles: 'dispatcher', park, scopes: ['grievance:write'] });
  const officer = await cluster.bearer({ roles: 'officer', park, scopes: ['grievance:write'] });
  const scopes = ['mediation:read', 'mediation:write'];
  const window = await cluster.bearer({ roles: 'supervisor', park, scopes });
  const grievances = `${cluster.api.url}/grievance/v1/grievances`;
  const cases = `${mediationUrl}/mediation/v1/cases`;
  const referred: string[] = [];

  const post = <T>(url: string, bearer: string, [key, body]: [string, string], random: Random): Promise<T> =>
    answered<T>({ method: 'POST', url, bearer, key: `faults-${park}-${key}`, body }, random);
  return {
    referred,
    begin: async (number, random) => {
      const key = (step: string): string => `${step}-${String(number).padStart(6, '0')}`;
      const made = [key('register'), intakeBody(number)] satisfies [string, string];
      const { id } = await post<{ id: string }>(grievances, officer, made, random);
      await post(`${grievances}/${id}/actions/accept`, dispatcher, [key('accept'), '{}'], random);
      const refer = JSON.stringify(REFERRAL);
      await post(`${grievances}/${id}/actions/refer`, dispatcher, [key('refer'), refer], random);
      referred.push(id);
    },
    waiting: async () => {
      const url = `${cases}?state=REGISTERED&limit=100`;
      const { status, text } = await request({ method: 'GET', url, bearer: window });
      return status === 200 ? (JSON.parse(text ?? '') as Listed).items.map(({ id }) => id) : [];
    },
    end: async (id, random) => {
      const url = `${cases}/${id}`;
      const { parties } = await answered<CaseShown>({ method: 'GET', url, bearer: window }, random);
      const party = parties.find(({ side }) => side === 'respondent')?.id;
      const [action, body] = isRefused(id)
        ? ['refuse', { party, reason: '企业明确表示不接受调解。' }]
        : ['not-accept', { code: 'in-arbitration-or-court', reason: '已申请劳动仲裁。' }];
      await post(`${url}/actions/${action}`, window, [`end-${id}`, JSON.stringify(body)], random);
    },
  };
}
