/** Words that rules and store share. */

export const MODEL_STATES = ['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'RETIRED'] as const;
export type ModelState = (typeof MODEL_STATES)[number];

export const VALUE_STATES = ['DECLARED', 'VERIFIED', 'REJECTED', 'WITHDRAWN'] as const;
export type ValueState = (typeof VALUE_STATES)[number];

/** Who states a value; `event` is another service's fact and never entered by hand. */
export const SOURCES = ['tax', 'ip-office', 'bank', 'event', 'document', 'declaration'] as const;
export type Source = (typeof SOURCES)[number];

export const INDICATOR_STATES = ['IN_USE', 'RETIRED'] as const;
export type IndicatorState = (typeof INDICATOR_STATES)[number];

export const RUN_STATES = ['PLANNING', 'SCORING', 'PUBLISHING', 'PUBLISHED', 'CANCELLED', 'FAILED'] as const;
export type RunState = (typeof RUN_STATES)[number];

export const DOCUMENT_STATES = ['EFFECTIVE', 'REPAIRED', 'WITHDRAWN'] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** What has effect of itself, and so may count against an enterprise. */
export const DOCUMENT_KINDS = ['judgment', 'award', 'administrative-decision'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const OBJECTION_STATES = ['FILED', 'UPHELD', 'REJECTED', 'WITHDRAWN'] as const;
export type ObjectionState = (typeof OBJECTION_STATES)[number];

/** What an enterprise can object to. */
export const OBJECTION_SUBJECTS = ['indicator-value', 'adverse-document', 'score'] as const;
export type ObjectionSubject = (typeof OBJECTION_SUBJECTS)[number];

/** Where no scheme is named. */
export const DEFAULT_SCHEME = 'innovation-points';
