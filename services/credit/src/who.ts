/** Who may do what: the roles and scopes that routes and imports share. */

export const READ_SCOPE = 'credit:read';
export const WRITE_SCOPE = 'credit:write';
export const ADMIN_SCOPE = 'credit:admin';
