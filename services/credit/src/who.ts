/** Who may do what: the roles and scopes that routes and imports share. */

export const READ_SCOPE = 'credit:read';
export const WRITE_SCOPE = 'credit:write';
export const ADMIN_SCOPE = 'credit:admin';

/** Who may read score models and try them: what a firm is scored by is no secret. */
export const MODEL_READERS = [
  'admin',
  'supervisor',
  'officer',
  'statistician',
  'enterprise',
  'bank',
  'client',
] as const;
