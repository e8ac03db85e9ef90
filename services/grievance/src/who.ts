/** Who may do what: the roles and scopes that routes and imports share. */

export const READ_SCOPE = 'grievance:read';
export const WRITE_SCOPE = 'grievance:write';
export const ADMIN_SCOPE = 'grievance:admin';

/** Roles that bring grievances in. */
export const FILERS = [
  'citizen',
  'enterprise',
  'officer',
  'handler',
  'verifier',
  'dispatcher',
  'supervisor',
  'client',
] as const;

/** Roles that read grievances, each within its reach. */
export const READERS = [...FILERS, 'statistician', 'admin'] as const;

/** Who did what is for those who work on the park's cases, not for the public. */
export const INSIDERS = [
  'officer',
  'handler',
  'verifier',
  'dispatcher',
  'supervisor',
  'client',
  'statistician',
  'admin',
] as const;

/** Who may send files of records. */
export const IMPORTERS = ['dispatcher', 'supervisor', 'admin', 'client'] as const;

/** Who may take the register away as a file. */
export const EXPORTERS = ['supervisor', 'dispatcher', 'statistician', 'admin'] as const;
