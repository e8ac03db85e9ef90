import type { ServiceCluster } from '../cluster/service-cluster.ts';
import { column, countOf, owedBy, verifyLedger } from './evidence.ts';
import { ANSWER_STEPS } from './judge-answers.ts';
import type { CaseFact, CaseHeld, DisputeEvidence, ReferralHeld } from './judge-disputes.ts';

const ENTRIES = (of: string, action: string): string =>
  `(select count(*) from ledger l where l.case_id = ${of}.id and l.action = '${action}')`;

const CASES = `select json_build_object('id', d.id, 'number', d.number, 'grievanceId', d.grievance_id,
  'labour', d.labour, 'outcome', d.outcome, 'agreementNumber', d.agreement_number,
  'amountClaimed', d.amount_claimed, 'amountAgreed', d.amount_agreed,
  'registered', (select count(*) from ledger l where l.case_id = d.id and l.seq = 1),
  'ended', ${['refuse', 'not-accept', 'take-effect', 'agree-orally'].map((end) => ENTRIES('d', end)).join(' + ')}
  ) as value from dispute_case d where d.park_id = $1`;

const STEPS = ANSWER_STEPS.map((step) => `'${step}', ${ENTRIES('g', step)}`).join(', ');

const REFERRALS = `select json_build_object('id', g.id, 'state', g.state, 'caseId', g.referral->'caseId',
  'caseNumber', g.referral->'caseNumber', 'outcome', g.referral->'outcome',
  'agreementNumber', g.referral->'agreementNumber',
  'told', ${ENTRIES('g', 'dispute-registered')}, 'concluded', ${ENTRIES('g', 'dispute-concluded')},
  'toldNumber', (select max(l.body::json->'change'->>'agreementNumber') from ledger l
    where l.case_id = g.id and l.action = 'dispute-concluded'),
  'steps', json_build_object(${STEPS}), 'documents', g.evidence_documents) as value
  from grievance g where g.park_id = $1 and g.referral is not null`;

const APPLIED = `(select count(*) from effect e where e.park_id = f.park_id and e.record_id = f.record_id)`;
const COUNTED = (
  figure: string,
  what: string,
): string => `(select ${what} from fact o where o.park_id = f.park_id
  and o.record_id = f.record_id and o.figure_code = '${figure}' and not o.withdrawn)`;

const FACTS = `select json_build_object('caseId', f.record_id, 'number', f.dims->'number', 'outcome', f.dims->'outcome',
  'counted', not f.withdrawn, 'succeeded', coalesce(${COUNTED('mediation.success-rate', `o.dims ? 'metOn'`)}, false),
  'amountResolved', ${COUNTED('mediation.amount-resolved', 'o.amount')},
  'amountAgreed', ${COUNTED('mediation.amount-agreed', 'o.amount')}, 'applied', ${APPLIED}) as value
  from fact f where f.park_id = $1 and f.figure_code = 'mediation.labour-disputes-closed'`;

const ACCEPTED = `select json_build_array(f.record_id, ${APPLIED}) as value
  from fact f where f.park_id = $1 and f.figure_code = 'grievance.requests-accepted' and not f.withdrawn`;

const DEAD = 'select count(*) as value from dead_letter where park_id is null or park_id = $1';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Deliveries of a park that grievance and mediation still owe. */
export async function owedInDisputes(cluster: ServiceCluster, park: string): Promise<number> {
  return sum([await owedBy(cluster.grievanceUrl, park), await owedBy(cluster.mediationUrl, park)]);
}

/** Grievances of a park that know how their case ended. */
export function outcomesHeard({ grievanceUrl }: ServiceCluster, park: string): Promise<number> {
  const text = `select count(*) as value from grievance where park_id = $1 and referral->>'outcome' is not null`;
  return countOf(grievanceUrl, text, [park]);
}

/** Collects what grievance, mediation and cockpit hold of the disputes of a park. */
export async function collectDisputes(cluster: ServiceCluster, park: string): Promise<DisputeEvidence> {
  const { grievanceUrl, mediationUrl, cockpitUrl } = cluster;
  const dead = [grievanceUrl, mediationUrl, cockpitUrl].map((url) => countOf(url, DEAD, [park]));
  return {
    cases: await column<CaseHeld>(mediationUrl, CASES, [park]),
    referrals: await column<ReferralHeld>(grievanceUrl, REFERRALS, [park]),
    facts: await column<CaseFact>(cockpitUrl, FACTS, [park]),
    accepted: new Map(await column<[string, number]>(cockpitUrl, ACCEPTED, [park])),
    owed: await owedInDisputes(cluster, park),
    deadLetters: sum(await Promise.all(dead)),
    ledgers: [
      await verifyLedger(cluster, { url: grievanceUrl, checkpointFile: cluster.checkpointFile }),
      await verifyLedger(cluster, { url: mediationUrl, checkpointFile: cluster.mediationCheckpointFile }),
    ],
  };
}
