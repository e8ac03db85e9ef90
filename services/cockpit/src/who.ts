/** Who may do what with the records the cockpit owns. */
import type { Role } from '@qinwu/domain/actor';

export const READ_SCOPE = 'cockpit:read';
export const WRITE_SCOPE = 'cockpit:write';
export const ADMIN_SCOPE = 'cockpit:admin';

/** The people of the park, and its systems. */
export const PARK_READERS: readonly Role[] = [
  'officer',
  'handler',
  'verifier',
  'supervisor',
  'dispatcher',
  'statistician',
  'admin',
  'client',
];

/** Who enters and revokes titles. */
export const TITLE_KEEPERS = ['officer', 'admin', 'client'] as const;
