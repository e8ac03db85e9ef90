import { importJob } from '@qinwu/platform/bulk/import/import-job';
import type { AnyImportKind } from '@qinwu/platform/bulk/import/import-kind';
import { importRoutes } from '@qinwu/platform/bulk/import/import-routes';
import { DEFAULT_READ_LIMITS } from '@qinwu/platform/bulk/read/source-row';
import { openFileStore } from '@qinwu/platform/files/file-store';
import type { Http } from '@qinwu/platform/http/http';
import type { JobDefinition } from '@qinwu/platform/jobs/jobs';
import { pokeJobs } from '@qinwu/platform/jobs/request-job';
import type { Deps } from '../deps.ts';
import { ADMIN_SCOPE, KEEPERS, WRITE_SCOPE } from '../who.ts';
import { BASE } from './base.ts';

/** Sends, follows and reports imports; returns the job that carries them out. */
export function creditImports(http: Http, deps: Deps, kinds: readonly AnyImportKind[]): JobDefinition {
  const files = openFileStore(deps.db, deps.keyring, deps.s3);
  const limits = deps.importLimits ?? DEFAULT_READ_LIMITS;
  const imports = { files, clock: deps.clock, kinds, limits };
  importRoutes(http, imports, {
    prefix: BASE,
    access: { roles: KEEPERS, scopes: [WRITE_SCOPE, ADMIN_SCOPE] },
    poke: () => pokeJobs(deps.db),
  });
  return importJob(imports);
}
