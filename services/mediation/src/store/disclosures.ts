import { newId } from '@qinwu/domain/id';
import type { Database } from '@qinwu/platform/db/database';

/** One sight of personal data in full. */
export interface Disclosure {
  park: string;
  caseId: string;
  actor: string;
  at: Date;
  fields: readonly string[];
}

/** Puts on record who saw what; the caller shows nothing before this has returned. */
export async function addDisclosure(db: Database, disclosure: Disclosure): Promise<void> {
  const { park, caseId, actor, at, fields } = disclosure;
  await db.pool.query({
    name: 'add-disclosure',
    text: 'insert into disclosure (id, park_id, case_id, actor, at, fields) values ($1, $2, $3, $4, $5, $6)',
    values: [newId(), park, caseId, actor, at.toISOString(), [...fields]],
  });
}
