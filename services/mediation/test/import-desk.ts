import { afterAll, beforeAll } from '@jest/globals';
import { type ImportClient, importClient } from './import-client.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

/** The service with a client of its imports, for the tests of a file or of a `describe`. */
export function importDesk() {
  let service: MediationService;
  let imports: ImportClient;
  beforeAll(async () => {
    service = await startMediationService();
    imports = importClient(service);
  });
  afterAll(async () => {
    await imports?.close();
    await service?.close();
  });
  return {
    get service() {
      return service;
    },
    get imports() {
      return imports;
    },
  };
}
