const PATHS: Readonly<Record<string, string>> = {
  'grievance/grievance': '/grievance/v1/grievances/',
  'grievance/officer': '/grievance/v1/officers/',
  'mediation/case': '/mediation/v1/cases/',
  'mediation/injury-application': '/mediation/v1/injury-applications/',
};

/** The address of a record at the service that owns it; null for a kind that has no address of its own. */
export function recordLink(service: string, kind: string, id: string): string | null {
  const key = `${service}/${kind}`;
  const path = Object.hasOwn(PATHS, key) ? PATHS[key] : undefined;
  return path === undefined ? null : `${path}${encodeURIComponent(id)}`;
}
