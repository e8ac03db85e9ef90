/** Words of titles that rules, store and routes share. */
import { TITLE_LEVELS, type TitleLevel } from '@qinwu/contracts/events/cockpit';

export { TITLE_LEVELS, type TitleLevel };

export const TITLE_STATES = ['GRANTED', 'REVOKED'] as const;
export type TitleState = (typeof TITLE_STATES)[number];
