import type { Role } from '@qinwu/domain/actor';

/** Who may call what: every route of the service that is not for all, by the roles and scopes it asks for. */
interface Policy {
  readonly roles: readonly Role[];
  /** Any one of them. */
  readonly scopes: readonly string[];
  readonly routes: readonly string[];
}

export const PUBLIC_ROUTES = ['GET /credit/openapi.json', 'GET /credit/openapi.yaml', 'GET /passport-keys'];

export const POLICIES: readonly Policy[] = [
  {
    roles: ['admin'],
    scopes: ['credit:admin'],
    routes: [
      'POST /models',
      'PUT /models/:id',
      'POST /models/:id/actions/submit',
      'POST /models/:id/actions/return',
      'POST /models/:id/actions/publish',
      'POST /models/:id/actions/retire',
      'PUT /indicators/:code',
      'POST /indicators/:code/actions/retire',
      'PUT /closing',
      'PUT /banks/:code',
      'PUT /products/:code',
      'PUT /funds/:code',
      'PUT /risk-pools/:code',
      'POST /risk-pools/:code/postings',
      'POST /risk-pools/:code/postings/:id/actions/reverse',
      'PUT /delivery',
      'GET /ledger-export',
      'GET /dead-letters',
      'POST /dead-letters/:id/redrive',
      'POST /dead-letters/:id/dismiss',
    ],
  },
  {
    roles: ['admin', 'supervisor', 'officer', 'statistician', 'enterprise', 'bank', 'client'],
    scopes: ['credit:read'],
    routes: [
      'GET /models',
      'GET /models/:id',
      'POST /models/:id/what-if',
      'GET /indicators',
      'GET /indicators/:code',
      'GET /banks',
      'GET /products',
      'GET /credit-lines',
      'GET /credit-lines/:id',
      'GET /credit-lines/:id/reports',
    ],
  },
  {
    roles: ['admin', 'officer', 'client'],
    scopes: ['credit:write'],
    routes: [
      'PUT /enterprises/:uscc',
      'POST /indicator-values/:id/actions/correct',
      'POST /adverse-documents',
      'POST /adverse-documents/:id/actions/repair',
      'POST /adverse-documents/:id/actions/withdraw',
      'POST /fund-investments',
      'POST /fund-investments/:id/actions/strike',
      'POST /fund-events',
      'POST /fund-events/:id/actions/strike',
      'POST /tech-contracts',
      'POST /tech-contracts/:id/actions/cancel',
    ],
  },
  {
    roles: ['admin', 'supervisor', 'officer', 'statistician', 'enterprise', 'client'],
    scopes: ['credit:read'],
    routes: [
      'GET /enterprises',
      'GET /enterprises/:uscc',
      'GET /indicator-values',
      'GET /indicator-values/:id',
      'GET /indicator-values/:id/versions',
      'GET /files/:id',
      'GET /enterprises/:uscc/objections',
      'GET /objections/:id',
      'GET /enterprises/:uscc/adverse-documents',
      'GET /enterprises/:uscc/score',
      'GET /enterprises/:uscc/rank',
      'GET /enterprises/:uscc/scores',
      'GET /enterprises/:uscc/score-change',
      'GET /enterprises/:uscc/products',
      'GET /enterprises/:uscc/consents',
      'GET /enterprises/:uscc/portrait-reads',
    ],
  },
  {
    roles: ['enterprise', 'officer', 'admin', 'client'],
    scopes: ['credit:write'],
    routes: [
      'POST /indicator-values',
      'POST /indicator-values/:id/actions/withdraw',
      'POST /credit-lines',
      'POST /credit-lines/:id/actions/withdraw',
      'POST /files',
    ],
  },
  {
    roles: ['officer', 'admin'],
    scopes: ['credit:write'],
    routes: [
      'POST /indicator-values/:id/actions/verify',
      'POST /indicator-values/:id/actions/reject',
      'POST /objections/:id/actions/uphold',
      'POST /objections/:id/actions/reject',
    ],
  },
  {
    roles: ['admin', 'supervisor', 'officer', 'statistician', 'client'],
    scopes: ['credit:read'],
    routes: [
      'GET /scores',
      'GET /score-runs',
      'GET /score-runs/:id',
      'GET /score-runs/:id/events',
      'GET /score-runs/:id/report',
      'POST /score-runs/:id/backtest',
      'GET /funds',
      'GET /fund-investments',
      'GET /fund-events',
      'GET /tech-contracts',
      'GET /risk-pools/:code',
      'GET /risk-pools/:code/postings',
      'GET /delivery',
      'GET /closing',
    ],
  },
  {
    roles: ['admin', 'client'],
    scopes: ['credit:admin'],
    routes: ['POST /score-runs', 'POST /score-runs/:id/cancel'],
  },
  {
    roles: ['bank', 'admin', 'client'],
    scopes: ['credit:write'],
    routes: [
      'POST /credit-lines/:id/actions/approve',
      'POST /credit-lines/:id/actions/decline',
      'POST /credit-lines/:id/actions/close',
      'POST /credit-lines/:id/actions/revoke',
      'POST /credit-lines/:id/reports',
    ],
  },
  {
    roles: ['officer', 'admin', 'client'],
    scopes: ['credit:write'],
    routes: ['POST /credit-lines/:id/actions/refer'],
  },
  {
    roles: ['enterprise'],
    scopes: ['credit:write'],
    routes: [
      'POST /consents',
      'POST /consents/:id/actions/revoke',
      'POST /indicator-values/:id/actions/redeclare',
      'POST /objections',
      'POST /objections/:id/actions/withdraw',
    ],
  },
  {
    roles: ['enterprise'],
    scopes: ['credit:read'],
    routes: ['GET /enterprises/:uscc/passport'],
  },
  {
    roles: ['bank', 'client'],
    scopes: ['credit:read'],
    routes: ['GET /enterprises/:uscc/portrait'],
  },
  {
    roles: ['admin', 'officer', 'client'],
    scopes: ['credit:write', 'credit:admin'],
    routes: [
      'POST /imports',
      'GET /imports',
      'GET /imports/:id',
      'GET /imports/:id/events',
      'GET /imports/:id/report',
      'POST /imports/:id/cancel',
    ],
  },
];
