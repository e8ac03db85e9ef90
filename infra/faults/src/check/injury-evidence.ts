import type { ServiceCluster } from '../cluster/service-cluster.ts';
import { column, countOf, owedBy, verifyLedger } from './evidence.ts';
import {
  type ApplicationHeld,
  ENDS,
  type InjuredCase,
  type InjuryEvidence,
  type TransferFact,
} from './judge-injuries.ts';
import { INJURY_STEPS } from './judge-steps.ts';

/** What the ledger of a record tells of states, oldest first: the state of an entry, and the version it is of. */
const COURSE = (
  of: string,
  { state, sequence, where }: Record<'state' | 'sequence' | 'where', string>,
): string =>
  `(select coalesce(json_agg(json_build_object('state', ${state}, 'sequence', ${sequence}) order by l.seq), '[]')
    from ledger l, json_extract_path(l.body::json, 'change') c where l.case_id = ${of}.id and ${where})`;

const TOLD = COURSE('d', {
  state: `c->'state'`,
  sequence: `c->'sequence'`,
  where: `l.action = 'injury-application-moved'`,
});

const CASES = `select json_build_object('id', d.id, 'applicationId', d.injury_application->'id',
  'number', d.injury_application->'number', 'state', d.injury_application->'state', 'told', ${TOLD}) as value
  from dispute_case d where d.park_id = $1`;

const STEPS = INJURY_STEPS.map(
  (step) => `'${step}', (select count(*) from ledger l where l.case_id = a.id and l.action = '${step}')`,
).join(', ');

const CAME_INTO = COURSE('a', {
  state: `coalesce(c->>'to', 'RECEIVED')`,
  sequence: 'l.seq',
  where: `(l.seq = 1 or c->>'to' <> c->>'from')`,
});

const APPLICATIONS = `select json_build_object('id', a.id, 'caseId', a.case_id, 'number', a.number, 'state', a.state,
  'transferredOn', a.transferred_on, 'steps', json_build_object(${STEPS}), 'course', ${CAME_INTO}, 'decisions',
  (select coalesce(json_agg(p.paper->'decision' order by p.n), '[]')
    from jsonb_array_elements(a.decisions) with ordinality p(paper, n))) as value
  from injury_application a where a.park_id = $1`;

const COUNTED = `select json_build_array(f.record_id, (select count(*) from effect e
  where e.park_id = f.park_id and e.record_id = f.record_id)) as value
  from fact f where f.park_id = $1 and f.figure_code = 'mediation.injury-applications' and not f.withdrawn`;

const TRANSFERS = `select json_build_array(f.record_id,
  json_build_object('state', f.dims->'state', 'transferredOn', f.dims->'metOn')) as value
  from fact f where f.park_id = $1 and f.figure_code = 'mediation.injury-transfer-rate' and not f.withdrawn`;

const DEAD = 'select count(*) as value from dead_letter where park_id is null or park_id = $1';

/** Cases of a park that know how their application ended. */
export function coursesHeard({ mediationUrl }: ServiceCluster, park: string): Promise<number> {
  const text = `select count(*) as value from dispute_case
    where park_id = $1 and injury_application->>'state' = any ($2)`;
  return countOf(mediationUrl, text, [park, ENDS]);
}

/** Collects what mediation and cockpit hold of the injuries of a park. */
export async function collectInjuries(cluster: ServiceCluster, park: string): Promise<InjuryEvidence> {
  const { mediationUrl, cockpitUrl } = cluster;
  return {
    cases: await column<InjuredCase>(mediationUrl, CASES, [park]),
    applications: await column<ApplicationHeld>(mediationUrl, APPLICATIONS, [park]),
    counted: new Map(await column<[string, number]>(cockpitUrl, COUNTED, [park])),
    transfers: new Map(await column<[string, TransferFact]>(cockpitUrl, TRANSFERS, [park])),
    owed: await owedBy(mediationUrl, park),
    deadLetters: (await countOf(mediationUrl, DEAD, [park])) + (await countOf(cockpitUrl, DEAD, [park])),
    ledger: await verifyLedger(cluster, {
      url: mediationUrl,
      checkpointFile: cluster.mediationCheckpointFile,
    }),
  };
}
