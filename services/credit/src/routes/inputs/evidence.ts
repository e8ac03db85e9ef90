import { fileMissing } from '@qinwu/platform/files/file-faults';
import { fileRoutes } from '@qinwu/platform/files/file-routes';
import { openFileStore } from '@qinwu/platform/files/file-store';
import { orphanSchedule } from '@qinwu/platform/files/orphan-schedule';
import type { Http } from '@qinwu/platform/http/http';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../../deps.ts';
import { seesEnterprise } from '../../rules/inputs/sight.ts';
import { consent } from '../../store/consents/tables.ts';
import { type FileOwner, findFileOwner } from '../../store/evidence-files.ts';
import { findById } from '../../store/records.ts';
import { findOptionalValue } from '../../store/values.ts';
import { ENTERPRISE_READERS, EVIDENCE_BRINGERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';

/** Files that prove values 佐证材料, and scans of authorisations; returns the schedule that removes what belongs to nothing. */
export function evidenceRoutes(http: Http, deps: Deps): ScheduleDefinition {
  const files = openFileStore(deps.db, deps.keyring, deps.s3);
  fileRoutes(http, files, {
    prefix: BASE,
    upload: { roles: EVIDENCE_BRINGERS, scopes: [WRITE_SCOPE] },
    download: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
    async mayRead(actor, fileId) {
      const file = await findFileOwner(deps.db, actor.park, fileId);
      if (file?.createdBy === actor.id) return;
      const uscc = file?.owner == null ? null : await enterpriseOf(deps, actor.park, file.owner);
      if (uscc === null || !seesEnterprise(actor, uscc)) throw fileMissing();
    },
  });
  return orphanSchedule(files);
}

/** Whose value or consent a file belongs to. */
async function enterpriseOf({ db }: Deps, park: string, { kind, id }: FileOwner): Promise<string | null> {
  const found =
    kind === 'value' ? await findOptionalValue(db, park, id) : await findById(db.orm, consent, park, id);
  return found?.uscc ?? null;
}
