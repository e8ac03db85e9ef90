/** Who may call what, written down once more by hand: the routes must agree with this, not the other way round. */
import { ROLES, type Role } from '@qinwu/domain/actor';

/** A route, its roles, its scopes (any one of them), and what it answers whom it lets in, asked as the test asks. */
interface PolicyRow {
  route: string;
  roles: readonly Role[];
  scopes: readonly string[];
  status: number;
}

const READ = 'mediation:read';
const WRITE = 'mediation:write';
const ADMIN = 'mediation:admin';
const ERASE = 'pii:erase';

const PUBLIC = ROLES.join(' ');
const WINDOW = 'dispatcher supervisor';
const OFFICE = `${WINDOW} officer`;
const STAFF = `${OFFICE} mediator`;
const TABLE_SIDE = `${STAFF} party citizen enterprise`;
const CONCERNED = `${TABLE_SIDE} client`;
const ANYONE = `${CONCERNED} admin`;
const IMPORTERS = `${WINDOW} admin client`;

/** The test asks for what is not there: whoever is let in is told so. */
const NONE = 404;

/** Routes that anybody may call, without a token. */
export const PUBLIC_ROUTES = ['GET /mediation/openapi.json', 'GET /mediation/openapi.yaml'];

const TABLE: readonly (readonly [string, string, string, number])[] = [
  ['GET /mediation/openapi.json', PUBLIC, '', 200],
  ['GET /mediation/openapi.yaml', PUBLIC, '', 200],

  ['POST /cases', CONCERNED, WRITE, 201],
  ['GET /cases', CONCERNED, READ, 200],
  ['GET /cases/:id', CONCERNED, READ, NONE],
  ['PATCH /cases/:id', STAFF, WRITE, NONE],
  ['GET /cases/:id/history', STAFF, READ, NONE],
  ['GET /cases/:id/clocks', CONCERNED, READ, NONE],
  ['GET /cases/:id/ledger', STAFF, READ, NONE],

  ['POST /cases/:id/actions/invite', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/consent', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/actions/accept', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/not-accept', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/start', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/extend', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/agree', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/agree-orally', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/renegotiate', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/perform', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/breach', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/fail', STAFF, WRITE, NONE],
  ['POST /cases/:id/actions/refuse', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/actions/withdraw', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/actions/time-out', OFFICE, WRITE, NONE],
  ['POST /cases/:id/actions/archive', OFFICE, WRITE, NONE],
  ['POST /cases/:id/actions/:action', CONCERNED, WRITE, 400],

  ['PUT /cases/:id/agreement', STAFF, WRITE, NONE],
  ['GET /cases/:id/agreement', CONCERNED, READ, NONE],
  ['POST /cases/:id/agreement/confirmations', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/agreement/signatures', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/agreement/seal', STAFF, WRITE, NONE],
  ['POST /cases/:id/agreement/instalments/:instalment/payments', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/agreement/instalments/:instalment/payments/:payment/actions/void', STAFF, WRITE, NONE],
  ['GET /cases/:id/agreement/document', CONCERNED, READ, NONE],
  ['GET /cases/:id/documents/:document', CONCERNED, READ, NONE],

  ['GET /cases/:id/tracks', TABLE_SIDE, READ, NONE],
  ['POST /cases/:id/tracks', STAFF, WRITE, NONE],
  ['POST /cases/:id/tracks/:track/actions/accept', STAFF, WRITE, NONE],
  ['POST /cases/:id/tracks/:track/actions/not-accept', STAFF, WRITE, NONE],
  ['POST /cases/:id/tracks/:track/actions/decide', STAFF, WRITE, NONE],
  ['POST /cases/:id/tracks/:track/actions/withdraw', STAFF, WRITE, NONE],
  ['POST /cases/:id/tracks/:track/actions/extend', STAFF, WRITE, NONE],

  ['GET /mediators', ANYONE, READ, 200],
  ['PUT /mediators/:code', 'admin', ADMIN, 201],
  ['GET /mediators/:code', ANYONE, READ, 200],
  ['POST /cases/:id/mediators', STAFF, WRITE, NONE],
  ['GET /cases/:id/mediators', TABLE_SIDE, READ, NONE],
  ['POST /cases/:id/mediators/:mediator/actions/object', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/mediators/:mediator/actions/keep', STAFF, WRITE, NONE],
  ['POST /cases/:id/mediators/:mediator/actions/remove', STAFF, WRITE, NONE],
  ['GET /cases/:id/mediator-proposals', STAFF, READ, NONE],
  ['GET /cases/:id/mediator-choices', TABLE_SIDE, READ, NONE],
  ['POST /cases/:id/mediator-choices', TABLE_SIDE, WRITE, NONE],
  ['PUT /cases/:id/mode', STAFF, WRITE, NONE],

  ['GET /rooms', `${STAFF} admin`, READ, 200],
  ['PUT /rooms/:code', 'admin', ADMIN, 201],
  ['GET /rooms/:code', `${STAFF} admin`, READ, 200],
  ['POST /cases/:id/sessions', STAFF, WRITE, NONE],
  ['GET /cases/:id/sessions', TABLE_SIDE, READ, NONE],
  ['GET /cases/:id/sessions/:session/minutes', TABLE_SIDE, READ, NONE],
  ['POST /cases/:id/sessions/:session/actions/hold', STAFF, WRITE, NONE],
  ['POST /cases/:id/sessions/:session/actions/write-minutes', 'mediator', WRITE, NONE],
  ['POST /cases/:id/sessions/:session/actions/cancel', STAFF, WRITE, NONE],
  ['POST /cases/:id/sessions/:session/actions/move', STAFF, WRITE, NONE],
  ['GET /sessions', STAFF, READ, 200],
  ['POST /session-moves', WINDOW, WRITE, 200],
  ['GET /cases/:id/notices', STAFF, READ, NONE],
  ['GET /notices', 'party citizen enterprise mediator', READ, 200],

  ['GET /cases/:id/offers', TABLE_SIDE, READ, NONE],
  ['GET /cases/:id/offers/:offer', TABLE_SIDE, READ, NONE],
  ['POST /cases/:id/offers', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/offers/:offer/actions/accept', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/offers/:offer/actions/reject', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/offers/:offer/actions/withdraw', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/offers/:offer/actions/release', TABLE_SIDE, WRITE, NONE],
  ['GET /cases/:id/caucus/:side/messages', TABLE_SIDE, READ, NONE],
  ['POST /cases/:id/caucus/:side/messages', TABLE_SIDE, WRITE, NONE],
  ['GET /cases/:id/evidence', TABLE_SIDE, READ, NONE],
  ['GET /cases/:id/evidence/:item', TABLE_SIDE, READ, NONE],
  ['GET /cases/:id/evidence/:item/file', TABLE_SIDE, READ, NONE],
  ['POST /cases/:id/evidence', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/evidence/:item/actions/exchange', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/evidence/:item/actions/withdraw', TABLE_SIDE, WRITE, NONE],
  ['GET /cases/:id/seals', STAFF, READ, NONE],
  ['POST /cases/:id/seals', WINDOW, WRITE, NONE],
  ['POST /cases/:id/seals/:seal/actions/lift', WINDOW, WRITE, NONE],
  ['GET /cases/:id/case-files', STAFF, READ, NONE],
  ['POST /cases/:id/case-files', STAFF, WRITE, NONE],
  ['GET /cases/:id/case-files/:file/content', STAFF, READ, NONE],
  ['GET /cases/:id/referred-files/:file', STAFF, READ, NONE],
  ['GET /cases/:id/limitation', TABLE_SIDE, READ, NONE],
  ['PUT /cases/:id/limitation', STAFF, WRITE, NONE],
  ['GET /cases/:id/parties/:party/account', TABLE_SIDE, READ, NONE],
  ['PUT /cases/:id/parties/:party/account', TABLE_SIDE, WRITE, NONE],
  ['POST /cases/:id/erasure', 'supervisor', ERASE, NONE],
  ['GET /cases/:id/consents', TABLE_SIDE, READ, NONE],
  ['POST /cases/:id/consents', TABLE_SIDE, WRITE, NONE],

  ['POST /injury-applications', CONCERNED, WRITE, 201],
  ['GET /injury-applications', CONCERNED, READ, 200],
  ['GET /injury-applications/:id', CONCERNED, READ, NONE],
  ['PATCH /injury-applications/:id', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/request-correction', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/add-materials', CONCERNED, WRITE, NONE],
  ['POST /injury-applications/:id/actions/complete', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/extend-employer-limit', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/exclude-period', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/end-excluded-period', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/void-employer-extension', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/void-excluded-period', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/transfer', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/complete-details', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/pass-on-materials', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/not-transfer', CONCERNED, WRITE, NONE],
  ['POST /injury-applications/:id/actions/close-duplicate', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/close-opened-in-error', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/record-decision', WINDOW, WRITE, NONE],
  ['POST /injury-applications/:id/actions/:action', CONCERNED, WRITE, 400],
  ['GET /injury-applications/:id/history', WINDOW, READ, NONE],
  ['GET /injury-applications/:id/clocks', CONCERNED, READ, NONE],
  ['GET /injury-applications/:id/ledger', WINDOW, READ, NONE],
  ['POST /injury-applications/:id/erasure', 'supervisor', ERASE, NONE],
  ['GET /injury-applications/:id/documents/:document', TABLE_SIDE, READ, NONE],
  ['GET /injury-settings', `${WINDOW} admin`, READ, 200],
  ['PUT /injury-settings/:validFrom', 'admin', ADMIN, 201],
  ['GET /injury-settings/:validFrom', `${WINDOW} admin`, READ, 200],

  ['POST /calculations/severance', ANYONE, READ, 200],
  ['POST /calculations/unlawful-termination', ANYONE, READ, 200],
  ['POST /calculations/double-wage', ANYONE, READ, 200],
  ['POST /calculations/overtime', ANYONE, READ, 200],
  ['POST /calculations/daily-wage', ANYONE, READ, 200],
  ['POST /calculations/overdue-addition', ANYONE, READ, 200],
  ['POST /calculations/notice-pay', ANYONE, READ, 200],
  ['POST /calculations/final-award', ANYONE, READ, 200],
  ['POST /calculations/limitation', ANYONE, READ, 200],
  ['GET /standards', ANYONE, READ, 200],
  ['GET /standards/in-force', ANYONE, READ, 200],
  ['PUT /standards/:kind/:region/:validFrom', 'admin', ADMIN, 201],
  ['GET /standards/:kind/:region/:validFrom', ANYONE, READ, 200],

  ['POST /files', CONCERNED, WRITE, 201],
  ['GET /files/:id', CONCERNED, READ, NONE],
  ['POST /imports', IMPORTERS, `${WRITE} ${ADMIN}`, 202],
  ['GET /imports', IMPORTERS, `${WRITE} ${ADMIN}`, 200],
  ['GET /imports/:id', IMPORTERS, `${WRITE} ${ADMIN}`, NONE],
  ['GET /imports/:id/events', IMPORTERS, `${WRITE} ${ADMIN}`, NONE],
  ['GET /imports/:id/report', IMPORTERS, `${WRITE} ${ADMIN}`, NONE],
  ['POST /imports/:id/cancel', IMPORTERS, `${WRITE} ${ADMIN}`, NONE],
  ['GET /exports/cases', WINDOW, READ, 200],
  ['GET /exports/injury-applications', WINDOW, READ, 200],

  ['GET /ledger-export', 'admin', ADMIN, 200],
  ['GET /dead-letters', 'admin', ADMIN, 200],
  ['POST /dead-letters/:id/redrive', 'admin', ADMIN, NONE],
  ['POST /dead-letters/:id/dismiss', 'admin', ADMIN, NONE],
];

/** The table with its words taken apart. */
export const POLICY: readonly PolicyRow[] = TABLE.map(([route, roles, scopes, status]) => ({
  route,
  roles: ROLES.filter((role) => roles.split(' ').includes(role)),
  scopes: scopes.split(' ').filter((scope) => scope !== ''),
  status,
}));
