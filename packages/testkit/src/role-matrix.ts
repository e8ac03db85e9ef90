import { ROLES, type Role } from '@qinwu/domain/actor';

/** One route of the table: who may call it and what it answers them. */
export interface RouteAccess {
  /** `METHOD /path` as in the OpenAPI document. */
  route: string;
  allowed: readonly Role[];
  /** Status for an allowed role, given the request that the test sends. */
  status: number;
  /** Status for every other role; 403 by default. */
  refused?: number;
}

export interface MatrixCase {
  title: string;
  route: string;
  /** null stands for a call without a token. */
  role: Role | null;
  expected: number;
}

/** Every route × every role (and no token at all) with the status it must answer; for `it.each`. */
export function roleMatrix(table: readonly RouteAccess[], roles: readonly Role[] = ROLES): MatrixCase[] {
  return table.flatMap((row) => [
    { title: `${row.route} without a token answers 401`, route: row.route, role: null, expected: 401 },
    ...roles.map((role) => {
      const expected = row.allowed.includes(role) ? row.status : (row.refused ?? 403);
      return { title: `${row.route} as ${role} answers ${expected}`, route: row.route, role, expected };
    }),
  ]);
}
