/** Who may do what: the roles and scopes that routes and imports share. */

export const READ_SCOPE = 'mediation:read';
export const WRITE_SCOPE = 'mediation:write';
export const ADMIN_SCOPE = 'mediation:admin';
/** A court's system, as the park knows it to be one. */
export const COURT_SCOPE = 'mediation:court';
/** Milestones of the past, by import alone. */
export const HISTORY_SCOPE = 'import:history';
/** Erasing records for good. */
export const ERASE_SCOPE = 'pii:erase';
/** Personal data in full; every such sight is put on record. */
export const PII_SCOPE = 'pii:read';

/** The window's own people, who look after every case of the park. */
export const WINDOW = ['dispatcher', 'supervisor'] as const;

/** Those who run a case. */
export const STAFF = [...WINDOW, 'officer', 'mediator'] as const;

/** Who may bring a dispute in. */
export const FILERS = [...STAFF, 'party', 'citizen', 'enterprise', 'client'] as const;

/** Parties of a case, whatever their role in the cluster. */
export const PARTIES = ['party', 'citizen', 'enterprise'] as const;

/** Who may read cases, each within its standing: mediation is confidential, so an administrator is not among them. */
export const READERS = [...FILERS] as const;

/** Those who run a case, and its parties: no system hears what they say and show each other. */
export const AT_TABLE = [...STAFF, ...PARTIES] as const;

/** Who may send files of records, and take the register away as one. */
export const IMPORTERS = ['dispatcher', 'supervisor', 'admin', 'client'] as const;
export const EXPORTERS = ['dispatcher', 'supervisor'] as const;
