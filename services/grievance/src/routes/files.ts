import type { Actor } from '@qinwu/domain/actor';
import { fileMissing } from '@qinwu/platform/files/file-faults';
import { fileRoutes } from '@qinwu/platform/files/file-routes';
import { openFileStore } from '@qinwu/platform/files/file-store';
import { grantedFileRoute } from '@qinwu/platform/files/granted-file-route';
import { orphanSchedule } from '@qinwu/platform/files/orphan-schedule';
import type { Http } from '@qinwu/platform/http/http';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { isReadable } from '../use-cases/read-visit-file.ts';
import { recordSight } from '../use-cases/record-sight.ts';
import { FILERS, READ_SCOPE, READERS, WRITE_SCOPE } from '../who.ts';
import { BASE } from './present.ts';

/** Photos and documents of grievances and visits, also for those they were granted to; returns the schedule that removes what belongs to nothing. */
export function grievanceFiles(http: Http, deps: Deps): ScheduleDefinition {
  const files = openFileStore(deps.db, deps.keyring, deps.s3);
  fileRoutes(http, files, {
    prefix: BASE,
    upload: { roles: FILERS, scopes: [WRITE_SCOPE] },
    download: { roles: READERS, scopes: [READ_SCOPE] },
    async mayRead(actor: Actor, fileId) {
      if (!(await isReadable(deps, actor, fileId))) throw fileMissing();
    },
  });
  grantedFileRoute(http, files, {
    owner: 'grievance',
    prefix: BASE,
    onSight: (sight) => recordSight(deps, sight),
  });
  return orphanSchedule(files);
}
