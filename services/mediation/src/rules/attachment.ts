/** Files that came with the application: the applicants' own until they are shown as evidence. */
import { runsCase, type Standing } from './standing.ts';

/** Whether somebody who stands in the case sees them: who runs it, who brought it in, and the side that applied. */
export function seesAttachments(standing: Standing): boolean {
  return (
    runsCase(standing) ||
    standing.as === 'filer' ||
    (standing.as === 'party' && standing.side === 'applicant')
  );
}
