import type { Actor } from '@qinwu/domain/actor';
import { fileMissing } from '@qinwu/platform/files/file-faults';
import { fileRoutes } from '@qinwu/platform/files/file-routes';
import { openFileStore } from '@qinwu/platform/files/file-store';
import { orphanSchedule } from '@qinwu/platform/files/orphan-schedule';
import type { Http } from '@qinwu/platform/http/http';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { isReadable } from '../use-cases/read-case-file.ts';
import { FILERS, READ_SCOPE, READERS, WRITE_SCOPE } from '../who.ts';
import { BASE } from './present.ts';

/** Documents of cases; returns the schedule that removes what belongs to nothing. */
export function caseFiles(http: Http, deps: Deps): ScheduleDefinition {
  const files = openFileStore(deps.db, deps.keyring, deps.s3);
  fileRoutes(http, files, {
    prefix: BASE,
    upload: { roles: FILERS, scopes: [WRITE_SCOPE] },
    download: { roles: READERS, scopes: [READ_SCOPE] },
    async mayRead(actor: Actor, fileId) {
      if (!(await isReadable(deps, actor, fileId))) throw fileMissing();
    },
  });
  return orphanSchedule(files);
}
