import type { AnyImportKind } from '@qinwu/platform/bulk/import/import-kind';
import type { Deps } from '../../deps.ts';
import { directoryImports } from './directory.ts';
import { grievanceImport } from './grievances.ts';

/** Everything that can be imported, in the order in which a new park sends it. */
export function importKinds(deps: Deps): AnyImportKind[] {
  return [...directoryImports(deps), grievanceImport(deps)];
}
