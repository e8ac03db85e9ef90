import { newId } from '@qinwu/domain/id';
import type { Database } from '@qinwu/platform/db/database';

/** One sight of personal data in full. */
export interface Disclosure {
  park: string;
  grievanceId: string;
  actor: string;
  at: Date;
  fields: readonly string[];
}

/** Puts on record who saw what; the caller shows nothing before this has returned. */
export async function addDisclosure(db: Database, disclosure: Disclosure): Promise<void> {
  const { park, grievanceId, actor, at, fields } = disclosure;
  await db.pool.query({
    name: 'add-disclosure',
    text: 'insert into disclosure (id, park_id, grievance_id, actor, at, fields) values ($1, $2, $3, $4, $5, $6)',
    values: [newId(), park, grievanceId, actor, at.toISOString(), [...fields]],
  });
}

/** Puts many sights on record in one statement. */
export async function addDisclosures(db: Database, disclosures: readonly Disclosure[]): Promise<void> {
  if (disclosures.length === 0) return;
  const rows = disclosures.map(({ park, grievanceId, actor, at, fields }) => ({
    id: newId(),
    park_id: park,
    grievance_id: grievanceId,
    actor,
    at,
    fields,
  }));
  await db.pool.query({
    name: 'add-disclosures',
    text: `insert into disclosure (id, park_id, grievance_id, actor, at, fields)
      select id, park_id, grievance_id, actor, at, fields from json_populate_recordset(null::disclosure, $1::json)`,
    values: [JSON.stringify(rows)],
  });
}
