import type { GrantedSight } from '@qinwu/platform/files/granted-file-route';
import type { Deps } from '../deps.ts';
import { addDisclosure } from '../store/disclosures.ts';

/** Puts on record that somebody of another service read a file of a grievance: `mediation/<account>`. */
export async function recordSight(
  deps: Deps,
  { park, record, fileId, listener, reader, at }: GrantedSight,
): Promise<void> {
  const [, grievanceId = ''] = record.split('/');
  const actor = `${listener}/${reader}`;
  await addDisclosure(deps.db, { park, grievanceId, actor, at, fields: [`files/${fileId}`] });
}
