/** Who may call what, written down once more by hand: the routes must agree with this, not the other way round. */
import { ROLES, type Role } from '@qinwu/domain/actor';

/** A route, its roles, its scopes (any one of them), and what it answers whom it lets in, asked as the test asks. */
interface PolicyRow {
  route: string;
  roles: readonly Role[];
  scopes: readonly string[];
  status: number;
}

const READ = 'grievance:read';
const WRITE = 'grievance:write';
const ADMIN = 'grievance:admin';

const PUBLIC = ROLES.join(' ');
const FILERS = 'citizen enterprise officer handler verifier dispatcher supervisor client';
const READERS = `${FILERS} statistician admin`;
const INSIDERS = 'officer handler verifier dispatcher supervisor client statistician admin';
const IMPORTERS = 'dispatcher supervisor admin client';
const EXPORTERS = 'supervisor dispatcher statistician admin';
const DESK = 'dispatcher supervisor';
const HANDS = 'officer handler';

/** Routes that anybody may call, without a token. */
export const PUBLIC_ROUTES = ['GET /grievance/openapi.json', 'GET /grievance/openapi.yaml'];
/** Routes for whoever holds a link that another service signed. */
export const LINK_ROUTES = ['GET /granted-files/:id'];

const TABLE: readonly (readonly [string, string, string, number])[] = [
  ['GET /grievance/openapi.json', PUBLIC, '', 200],
  ['GET /grievance/openapi.yaml', PUBLIC, '', 200],

  ['POST /grievances', FILERS, WRITE, 201],
  ['GET /grievances', READERS, READ, 200],
  ['GET /grievances/:id', READERS, READ, 200],
  ['PATCH /grievances/:id', FILERS, WRITE, 409],
  ['GET /grievances/:id/history', INSIDERS, READ, 200],
  ['GET /grievances/:id/clocks', READERS, READ, 200],
  ['GET /grievances/:id/ledger', INSIDERS, READ, 200],

  // The grievance asked for is archived: whoever may act is told that nothing can be done with it any more.
  ['POST /grievances/:id/actions/accept', DESK, WRITE, 409],
  ['POST /grievances/:id/actions/decline', DESK, WRITE, 409],
  ['POST /grievances/:id/actions/assign', DESK, WRITE, 409],
  ['POST /grievances/:id/actions/sign', HANDS, WRITE, 409],
  ['POST /grievances/:id/actions/return', `${HANDS} ${DESK}`, WRITE, 409],
  ['POST /grievances/:id/actions/reject-return', DESK, WRITE, 409],
  ['POST /grievances/:id/actions/start', HANDS, WRITE, 409],
  ['POST /grievances/:id/actions/contact', HANDS, WRITE, 409],
  ['POST /grievances/:id/actions/reply', HANDS, WRITE, 409],
  ['POST /grievances/:id/actions/resolve', HANDS, WRITE, 409],
  ['POST /grievances/:id/actions/call-back', `${DESK} client`, WRITE, 409],
  ['POST /grievances/:id/actions/close', DESK, WRITE, 409],
  ['POST /grievances/:id/actions/redo', `${DESK} verifier`, WRITE, 409],
  ['POST /grievances/:id/actions/write-off', 'verifier supervisor', WRITE, 409],
  ['POST /grievances/:id/actions/archive', 'supervisor admin', WRITE, 409],
  ['POST /grievances/:id/actions/request-extension', HANDS, WRITE, 409],
  ['POST /grievances/:id/actions/approve-extension', DESK, WRITE, 409],
  ['POST /grievances/:id/actions/refuse-extension', DESK, WRITE, 409],
  ['POST /grievances/:id/actions/refer', `${HANDS} dispatcher`, WRITE, 409],
  ['POST /grievances/:id/actions/suspend', `${HANDS} ${DESK}`, WRITE, 409],
  ['POST /grievances/:id/actions/resume', `${HANDS} ${DESK}`, WRITE, 409],
  ['POST /grievances/:id/actions/escalate', `${HANDS} ${DESK}`, WRITE, 409],
  ['POST /grievances/:id/actions/supervise', 'supervisor', WRITE, 409],
  ['POST /grievances/:id/actions/hotline-answer', 'client dispatcher', WRITE, 409],
  ['POST /grievances/:id/actions/:action', READERS, WRITE, 400],

  ['GET /categories', READERS, READ, 200],
  ['PUT /categories/:code', 'admin', ADMIN, 201],
  ['GET /categories/:code', READERS, READ, 200],
  ['GET /units', READERS, READ, 200],
  ['PUT /units/:code', 'admin', ADMIN, 201],
  ['GET /units/:code', READERS, READ, 200],
  ['GET /grids', READERS, READ, 200],
  ['PUT /grids/:code', 'admin', ADMIN, 201],
  ['GET /grids/:code', READERS, READ, 200],
  ['GET /officers', READERS, READ, 200],
  ['PUT /officers/:code', 'admin', ADMIN, 201],
  ['GET /officers/:code', READERS, READ, 200],
  ['GET /servings', READERS, READ, 200],
  ['PUT /servings/:uscc/:validFrom', 'admin', ADMIN, 201],
  ['GET /servings/:uscc/:validFrom', READERS, READ, 200],
  ['GET /clock-profiles', READERS, READ, 200],
  ['PUT /clock-profiles/:code/:validFrom', 'admin', ADMIN, 201],
  ['GET /clock-profiles/:code/:validFrom', READERS, READ, 200],
  ['POST /setup', 'admin', ADMIN, 200],

  ['POST /files', FILERS, WRITE, 201],
  ['GET /files/:id', READERS, READ, 200],
  ['GET /granted-files/:id', PUBLIC, '', 403],
  ['POST /visits', `${HANDS} ${DESK}`, WRITE, 201],
  ['GET /visits', READERS, READ, 200],
  ['GET /visits/:id', READERS, READ, 200],
  // Nothing was put right on the spot: there is nothing to verify.
  ['POST /verifications', 'verifier supervisor', WRITE, 422],
  ['POST /verifications/sample', 'verifier supervisor', WRITE, 422],

  ['POST /imports', IMPORTERS, `${WRITE} ${ADMIN}`, 202],
  ['GET /imports', IMPORTERS, `${WRITE} ${ADMIN}`, 200],
  ['GET /imports/:id', IMPORTERS, `${WRITE} ${ADMIN}`, 200],
  ['GET /imports/:id/events', IMPORTERS, `${WRITE} ${ADMIN}`, 200],
  ['GET /imports/:id/report', IMPORTERS, `${WRITE} ${ADMIN}`, 200],
  ['POST /imports/:id/cancel', IMPORTERS, `${WRITE} ${ADMIN}`, 409],
  ['GET /exports/grievances', EXPORTERS, READ, 200],
  ['GET /exports/units', EXPORTERS, READ, 200],
  ['GET /exports/categories', EXPORTERS, READ, 200],
  ['GET /exports/grids', EXPORTERS, READ, 200],
  ['GET /exports/officers', EXPORTERS, READ, 200],
  ['GET /exports/servings', EXPORTERS, READ, 200],

  ['GET /ledger-export', 'admin', ADMIN, 200],
  ['GET /dead-letters', 'admin', ADMIN, 200],
  ['POST /dead-letters/:id/redrive', 'admin', ADMIN, 404],
  ['POST /dead-letters/:id/dismiss', 'admin', ADMIN, 404],
];

/** The table with its words taken apart. */
export const POLICY: readonly PolicyRow[] = TABLE.map(([route, roles, scopes, status]) => ({
  route,
  roles: ROLES.filter((role) => roles.split(' ').includes(role)),
  scopes: scopes.split(' ').filter((scope) => scope !== ''),
  status,
}));
