import type { Role } from '@qinwu/domain/actor';

const READ = ['grievance:read'];
const WORK = [...READ, 'grievance:write'];

/** Scopes a local token of the role carries when none is asked for. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly string[]>> = {
  citizen: WORK,
  officer: WORK,
  handler: WORK,
  verifier: WORK,
  supervisor: [...WORK, 'pii:read'],
  dispatcher: [...WORK, 'pii:read'],
  mediator: [],
  party: [],
  bank: [],
  enterprise: WORK,
  statistician: READ,
  admin: [...WORK, 'grievance:admin', 'import:history', 'pii:read'],
  client: [...WORK, 'grievance:park', 'import:history'],
};

/** Every scope the local issuer knows. */
export const ALL_SCOPES: readonly string[] = [...new Set(Object.values(ROLE_SCOPES).flat())].sort();
