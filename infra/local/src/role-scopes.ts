import type { Role } from '@qinwu/domain/actor';

const SEE_GRIEVANCES = ['grievance:read'];
const WORK_ON_GRIEVANCES = [...SEE_GRIEVANCES, 'grievance:write'];
const WORK_ON_CASES = ['mediation:read', 'mediation:write'];
const SEE_CREDIT = ['credit:read'];
const WORK_ON_CREDIT = [...SEE_CREDIT, 'credit:write'];
const SEE_TITLES = ['cockpit:read'];
const WORK_ON_TITLES = [...SEE_TITLES, 'cockpit:write'];
const WORK = [...WORK_ON_GRIEVANCES, ...WORK_ON_CASES, ...WORK_ON_CREDIT, ...WORK_ON_TITLES];

/** Scopes a local token of the role carries when none is asked for. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly string[]>> = {
  citizen: WORK,
  officer: WORK,
  handler: [...WORK_ON_GRIEVANCES, ...SEE_TITLES],
  verifier: [...WORK_ON_GRIEVANCES, ...SEE_TITLES],
  supervisor: [...WORK, 'pii:read', 'pii:erase'],
  dispatcher: [...WORK, 'pii:read'],
  mediator: WORK_ON_CASES,
  party: WORK_ON_CASES,
  bank: WORK_ON_CREDIT,
  enterprise: WORK,
  statistician: [...SEE_GRIEVANCES, ...SEE_CREDIT, ...SEE_TITLES],
  admin: [
    ...WORK,
    'grievance:admin',
    'mediation:admin',
    'credit:admin',
    'cockpit:admin',
    'import:history',
    'pii:read',
  ],
  client: [...WORK, 'mediation:court', 'grievance:park', 'import:history'],
};

/** Every scope the local issuer knows. */
export const ALL_SCOPES: readonly string[] = [...new Set(Object.values(ROLE_SCOPES).flat())].sort();
