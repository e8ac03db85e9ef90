import type { ServiceCluster } from '../cluster/service-cluster.ts';
import type { Random } from '../random.ts';
import { agreements, type ReferredCase, spokenIn } from './agreements.ts';
import type { Desk } from './flow.ts';
import { answered, request } from './request.ts';

/** What the window read of a case that came by referral. */
export interface Shown {
  readonly title: string;
  readonly files: readonly string[];
}

/** The window of mediation: it ends every case, by its category, and knows what it was shown and what it agreed. */
export interface MediationWindow extends Desk {
  /** By grievance. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** Grievances whose agreement was acknowledged. */
  readonly agreed: readonly string[];
}

type End = 'in-writing' | 'orally' | 'refused' | 'not-accepted';

/** A labour agreement is written; an oral one needs a civil dispute (人民调解法 art. 28). */
const END_OF: ReadonlyMap<string, End> = new Map([
  ['wage-arrears', 'in-writing'],
  ['contract', 'orally'],
  ['overtime', 'refused'],
  ['severance', 'not-accepted'],
]);
const CATEGORIES = [...END_OF.keys()];

/** The category of a dispute by its number: of four, one for each end. */
export function categoryOf(number: number): string {
  return CATEGORIES[number % CATEGORIES.length] ?? '';
}

function isAgreed(category: string): boolean {
  const end = END_OF.get(category);
  return end === 'in-writing' || end === 'orally';
}

/** How many of so many disputes, numbered from nought, end in an agreement. */
export function agreedOf(count: number): number {
  return Array.from({ length: count }, (_, number) => categoryOf(number)).filter(isAgreed).length;
}

/** Opens the window of a park. */
export async function mediationWindow(
  cluster: ServiceCluster,
  park: string,
  mediationUrl: string,
): Promise<MediationWindow> {
  const scopes = ['mediation:read', 'mediation:write'];
  const bearer = await cluster.bearer({ roles: 'supervisor', park, scopes });
  const base = `${mediationUrl}/mediation/v1`;
  const { inWriting, orally } = await agreements(cluster, park, base);
  const shown = new Map<string, Shown>();
  const agreed: string[] = [];

  const ended = (id: string, action: string, body: object, random: Random): Promise<unknown> => {
    const url = `${base}/cases/${id}/actions/${action}`;
    const key = `faults-${park}-end-${id}`;
    return answered({ method: 'POST', url, bearer, key, body: JSON.stringify(body) }, random);
  };
  const endOf: Record<End, (of: ReferredCase, random: Random) => Promise<unknown>> = {
    'in-writing': inWriting,
    orally,
    refused: (of, random) => {
      const party = of.parties.find(({ side }) => side === 'respondent')?.id;
      const body = { party, reason: '企业明确表示不接受调解。', ...spokenIn(of) };
      return ended(of.id, 'refuse', body, random);
    },
    'not-accepted': ({ id }, random) => {
      const body = { code: 'in-arbitration-or-court', reason: '已申请劳动仲裁。' };
      return ended(id, 'not-accept', body, random);
    },
  };
  return {
    shown,
    agreed,
    due: (count) => count,
    waiting: async () => {
      const url = `${base}/cases?state=REGISTERED&limit=100`;
      const { status, text } = await request({ method: 'GET', url, bearer });
      if (status !== 200) return [];
      return (JSON.parse(text ?? '') as { items: { id: string }[] }).items.map(({ id }) => id);
    },
    serve: async (id, random) => {
      const url = `${base}/cases/${id}`;
      const found = await answered<ReferredCase>({ method: 'GET', url, bearer }, random);
      const { grievanceId, category, title, referredFiles } = found;
      shown.set(grievanceId, { title, files: referredFiles.map(({ fileId }) => fileId) });
      const end = END_OF.get(category);
      if (end === undefined) throw new Error(`The case ${id} is about ${category}`);
      await endOf[end](found, random);
      if (isAgreed(category)) agreed.push(grievanceId);
    },
  };
}
