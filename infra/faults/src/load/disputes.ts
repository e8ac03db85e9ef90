import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { Random } from '../random.ts';
import { FIRM } from './agreements.ts';
import type { Flow } from './flow.ts';
import { grievanceDesk } from './grievance-desk.ts';
import { categoryOf, type MediationWindow, mediationWindow } from './mediation-window.ts';
import { answered } from './request.ts';

/** A grievance that was referred, as its clients told of it. */
export interface Referred {
  readonly id: string;
  readonly title: string;
  readonly file: string;
}

/** A dispute goes to mediation 诉求转调解 and comes back: what was agreed there is the answer here. */
export interface DisputeFlow extends Flow, Pick<MediationWindow, 'shown' | 'agreed'> {
  /** Grievances whose referral was acknowledged. */
  readonly referred: readonly Referred[];
}

const intake = (title: string, file: string): string =>
  JSON.stringify({
    origin: 'citizen',
    channel: 'window',
    demandType: 'complaint',
    categoryCode: 'labour.wage',
    title,
    text: '单位两个月没有按约定付款，多次催讨无果。',
    enterprise: FIRM,
    reporter: { name: '陈晓梅', phone: '13800138000', callbackConsent: true },
    attachments: [file],
  });

function paperOf(number: number): FormData {
  const form = new FormData();
  const page = `%PDF-1.4\n% 工资条 ${number}\n%%EOF\n`;
  form.set('file', new Blob([page], { type: 'application/pdf' }), `工资条${number}.pdf`);
  return form;
}

const referralOf = (number: number): string =>
  JSON.stringify({
    reason: '双方对数额各执一词，已告知可以调解。',
    category: categoryOf(number),
    consent: 'oral',
  });

/** Makes the clients of a park, which must be set up. */
export async function disputeFlow(
  cluster: ServiceCluster,
  park: string,
  mediationUrl: string,
): Promise<DisputeFlow> {
  const scopes = ['grievance:write'];
  const dispatcher = await cluster.bearer({ roles: 'dispatcher', park, scopes });
  const officer = await cluster.bearer({ roles: 'officer', park, scopes });
  const base = `${cluster.api.url}/grievance/v1`;
  const referred: Referred[] = [];
  const window = await mediationWindow(cluster, park, mediationUrl);

  const post = (
    path: string,
    bearer: string,
    [key, body]: [string, string | FormData],
    random: Random,
  ): Promise<{ id: string }> =>
    answered({ method: 'POST', url: base + path, bearer, key: `faults-${park}-${key}`, body }, random);
  return {
    referred,
    shown: window.shown,
    agreed: window.agreed,
    begin: async (number, random) => {
      const key = (step: string): string => `${step}-${String(number).padStart(6, '0')}`;
      const title = `拖欠款项（第 ${number} 件）`;
      const file = await post('/files', officer, [key('upload'), paperOf(number)], random);
      const { id } = await post('/grievances', officer, [key('register'), intake(title, file.id)], random);
      const at = `/grievances/${id}/actions`;
      await post(`${at}/accept`, dispatcher, [key('accept'), '{}'], random);
      await post(`${at}/refer`, dispatcher, [key('refer'), referralOf(number)], random);
      referred.push({ id, title, file: file.id });
    },
    desks: [window, await grievanceDesk(cluster, park, window.agreed)],
  };
}
