import { exportRoutes } from '@qinwu/platform/bulk/export/export-routes';
import type { Http } from '@qinwu/platform/http/http';
import type { Deps } from '../deps.ts';
import { directoryExports } from './export-kinds/directory.ts';
import { grievanceExport } from './export-kinds/grievances.ts';
import { BASE } from './present.ts';

/** The register and the directory as files, under the names their imports take. */
export function grievanceExports(http: Http, deps: Deps): void {
  exportRoutes(http, deps, { prefix: BASE, exports: [grievanceExport, ...directoryExports] });
}
