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

/** Who may read enterprises, their values and their scores; an enterprise only its own. */
export const ENTERPRISE_READERS = [
  'admin',
  'supervisor',
  'officer',
  'statistician',
  'enterprise',
  'client',
] as const;

/** Who enters what outside sources state. */
export const KEEPERS = ['admin', 'officer', 'client'] as const;

/** Who starts and cancels score runs. */
export const RUN_KEEPERS = ['admin', 'client'] as const;

/** Who may read score runs and the scores of all enterprises. */
export const RUN_READERS = ['admin', 'supervisor', 'officer', 'statistician', 'client'] as const;

/** Who reads credit lines: the park all of them, an enterprise its own, a bank those referred to it. */
export const LINE_READERS = [
  'admin',
  'supervisor',
  'officer',
  'statistician',
  'enterprise',
  'bank',
  'client',
] as const;

/** Who reads funds and technology contracts. */
export const PARK_READERS = ['admin', 'supervisor', 'officer', 'statistician', 'client'] as const;

/** Who asks for portraits: banks, insurers and agencies, with the consent of the enterprise. */
export const PORTRAIT_READERS = ['bank', 'client'] as const;

/** Who brings files that prove a value: whoever may state one. */
export const EVIDENCE_BRINGERS = ['enterprise', 'officer', 'admin', 'client'] as const;
