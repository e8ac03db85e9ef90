import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from '@qinwu/contracts/service-name';
import { root } from './state.ts';

export interface LocalService {
  name: ServiceName;
  folder: string;
  port: number;
}

/** Ports beside the edge's: at 8080 the issuer has 8090 and the services have 8101 to 8106. */
const ISSUER_OFFSET = 10;
const FIRST_SERVICE_OFFSET = 21;

/** The port of the local token issuer. */
export function issuerPort(edgePort: number): number {
  return edgePort + ISSUER_OFFSET;
}

/** The services that this checkout can run: those with a `src/main.ts`. */
export function localServices(edgePort: number): LocalService[] {
  return SERVICE_NAMES.map((name, index) => ({
    name,
    folder: join(root, 'services', name),
    port: edgePort + FIRST_SERVICE_OFFSET + index,
  })).filter(({ folder }) => existsSync(join(folder, 'src', 'main.ts')));
}
