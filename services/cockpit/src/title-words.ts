/** Words of titles that rules, store and routes share; their levels are words of the events. */

export const TITLE_STATES = ['GRANTED', 'REVOKED'] as const;
export type TitleState = (typeof TITLE_STATES)[number];
