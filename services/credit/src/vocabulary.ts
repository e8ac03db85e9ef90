/** Words that rules and store share. */

export const MODEL_STATES = ['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'RETIRED'] as const;
export type ModelState = (typeof MODEL_STATES)[number];
