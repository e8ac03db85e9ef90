import { issuerUrl, signToken } from './issuer.ts';
import { ALL_SCOPES } from './role-scopes.ts';
import { loadSecrets } from './secrets.ts';
import { makeStateFolder } from './state.ts';

const ONE_HOUR = 3_600;

/** The token of a command: an administrator of the local park, with every right there is. */
export async function commandToken(origin: string, sub: string): Promise<string> {
  makeStateFolder();
  const claims = { park: 'jinjiang', grids: [], unit: null, org: null, scopes: ALL_SCOPES, ttl: ONE_HOUR };
  return signToken(loadSecrets(), issuerUrl(origin), { sub, roles: ['admin', 'client'], ...claims });
}
