import type { Role } from '@qinwu/domain/actor';

/** Who may call what: every route of the service that is not for all, by the roles and scopes it asks for. */
interface Policy {
  readonly roles: readonly Role[];
  /** Any one of them; none where the role is enough. */
  readonly scopes: readonly string[];
  readonly routes: readonly string[];
}

const PARK: readonly Role[] = [
  'officer',
  'handler',
  'verifier',
  'supervisor',
  'dispatcher',
  'statistician',
  'admin',
  'client',
];

export const PUBLIC_ROUTES = ['GET /cockpit/openapi.json', 'GET /cockpit/openapi.yaml'];

export const POLICIES: readonly Policy[] = [
  {
    roles: PARK,
    scopes: [],
    routes: ['GET /figures', 'GET /figures/:code', 'GET /figures/:code/records'],
  },
  {
    roles: PARK,
    scopes: ['cockpit:read'],
    routes: ['GET /title-kinds', 'GET /titles', 'GET /titles/:id'],
  },
  {
    roles: ['officer', 'admin', 'client'],
    scopes: ['cockpit:write'],
    routes: ['POST /titles', 'POST /titles/:id/actions/revoke'],
  },
  {
    roles: ['officer', 'admin', 'client'],
    scopes: ['cockpit:write', 'cockpit:admin'],
    routes: [
      'POST /imports',
      'GET /imports',
      'GET /imports/:id',
      'GET /imports/:id/events',
      'GET /imports/:id/report',
      'POST /imports/:id/cancel',
    ],
  },
  {
    roles: ['admin'],
    scopes: ['cockpit:admin'],
    routes: [
      'GET /ledger-export',
      'GET /dead-letters',
      'POST /dead-letters/:id/redrive',
      'POST /dead-letters/:id/dismiss',
    ],
  },
];
