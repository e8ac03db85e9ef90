import { importJob } from '@qinwu/platform/bulk/import/import-job';
import type { AnyImportKind } from '@qinwu/platform/bulk/import/import-kind';
import { importRoutes } from '@qinwu/platform/bulk/import/import-routes';
import { DEFAULT_READ_LIMITS } from '@qinwu/platform/bulk/read/source-row';
import { readLimits } from '@qinwu/platform/config/limits-config';
import { openFileStore } from '@qinwu/platform/files/file-store';
import { orphanSchedule } from '@qinwu/platform/files/orphan-schedule';
import type { Http } from '@qinwu/platform/http/http';
import type { JobDefinition } from '@qinwu/platform/jobs/jobs';
import { pokeJobs } from '@qinwu/platform/jobs/request-job';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { ADMIN_SCOPE, TITLE_KEEPERS, WRITE_SCOPE } from '../who.ts';

/** Sends, follows and reports imports; returns the job that carries them out, and what removes files nobody wanted. */
export function cockpitImports(
  http: Http,
  deps: Deps,
  kinds: readonly AnyImportKind[],
): { job: JobDefinition; schedule: ScheduleDefinition } {
  const files = openFileStore(deps.db, deps.keyring, deps.s3);
  const limits = readLimits(deps.config.LIMITS) ?? DEFAULT_READ_LIMITS;
  const imports = { files, clock: deps.clock, kinds, limits };
  importRoutes(http, imports, {
    prefix: '/cockpit/v1',
    access: { roles: TITLE_KEEPERS, scopes: [WRITE_SCOPE, ADMIN_SCOPE] },
    poke: () => pokeJobs(deps.db),
  });
  return { job: importJob(imports), schedule: orphanSchedule(files) };
}
