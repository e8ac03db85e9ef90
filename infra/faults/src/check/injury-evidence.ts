import type { ServiceCluster } from '../cluster/service-cluster.ts';
import { column, countOf, owedBy, verifyLedger } from './evidence.ts';
import type { ApplicationHeld, InjuredCase, InjuryEvidence } from './judge-injuries.ts';

const CASES = `select json_build_object('id', d.id, 'applicationId', d.injury_application->'id',
  'number', d.injury_application->'number', 'state', d.injury_application->'state', 'told',
  (select count(*) from ledger l where l.case_id = d.id and l.action = 'injury-application-moved')) as value
  from dispute_case d where d.park_id = $1`;

const APPLICATIONS = `select json_build_object('id', a.id, 'caseId', a.case_id, 'number', a.number, 'state', a.state,
  'received', (select count(*) from ledger l where l.case_id = a.id and l.action = 'received'),
  'closed', (select count(*) from ledger l where l.case_id = a.id and l.action = 'not-transfer')) as value
  from injury_application a where a.park_id = $1`;

const COUNTED = `select json_build_array(f.record_id, (select count(*) from effect e
  where e.park_id = f.park_id and e.record_id = f.record_id)) as value
  from fact f where f.park_id = $1 and f.figure_code = 'mediation.injury-applications' and not f.withdrawn`;

const STATES = `select json_build_array(record_id, dims->>'state') as value
  from fact where park_id = $1 and figure_code = 'mediation.injury-transfer-rate'`;

const DEAD = 'select count(*) as value from dead_letter where park_id is null or park_id = $1';

/** Cases of a park that know how their application ended. */
export function coursesHeard({ mediationUrl }: ServiceCluster, park: string): Promise<number> {
  const text = `select count(*) as value from dispute_case
    where park_id = $1 and injury_application->>'state' = 'NOT_TRANSFERRED'`;
  return countOf(mediationUrl, text, [park]);
}

/** Collects what mediation and cockpit hold of the injuries of a park. */
export async function collectInjuries(cluster: ServiceCluster, park: string): Promise<InjuryEvidence> {
  const { mediationUrl, cockpitUrl } = cluster;
  return {
    cases: await column<InjuredCase>(mediationUrl, CASES, [park]),
    applications: await column<ApplicationHeld>(mediationUrl, APPLICATIONS, [park]),
    counted: new Map(await column<[string, number]>(cockpitUrl, COUNTED, [park])),
    states: new Map(await column<[string, string]>(cockpitUrl, STATES, [park])),
    owed: await owedBy(mediationUrl, park),
    deadLetters: (await countOf(mediationUrl, DEAD, [park])) + (await countOf(cockpitUrl, DEAD, [park])),
    ledger: await verifyLedger(cluster, {
      url: mediationUrl,
      checkpointFile: cluster.mediationCheckpointFile,
    }),
  };
}
