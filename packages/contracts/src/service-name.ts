/** The services that own records and listen to events; also their path prefixes and queue names. */
export const SERVICE_NAMES = ['grievance', 'mediation', 'credit', 'talent', 'investment', 'cockpit'] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];
