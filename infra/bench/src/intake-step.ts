import type { Step } from './load-plan.ts';
import type { Servers } from './servers.ts';

export const JSON_TYPE = { 'content-type': 'application/json' } as const;
export const BASE = '/grievance/v1';

/** A hotline order as it comes in: place, point and a reporter with personal data to be sealed. */
export const INTAKE = {
  origin: 'citizen',
  channel: 'window',
  demandType: 'complaint',
  categoryCode: 'facility.light',
  title: '五里园中路路灯坏了三盏',
  text: '五里园中路公交站旁的路灯坏了三盏,下夜班的女工不敢走,请尽快修复。',
  occurredAt: '2025-08-30T21:40:00+08:00',
  place: { text: '五里园中路公交站旁', point: { longitude: 118.5712, latitude: 24.6891, system: 'GCJ02' } },
  reporter: { name: '陈晓梅', phone: '13800138000', callbackConsent: true },
};

/** Registers a grievance, durably. */
export function intakeStep(authorization: string, extra: object = {}): Step {
  return {
    method: 'POST',
    paths: [`${BASE}/grievances`],
    headers: { ...JSON_TYPE, authorization },
    body: JSON.stringify({ ...INTAKE, ...extra }),
    keyed: true,
    takesId: true,
  };
}

/** The very same request to the bare route: what it costs to send and to read is no difference between the two. */
export function bareIntakeStep(authorization: string): Step {
  return { ...intakeStep(authorization), paths: ['/grievances'], takesId: false };
}

/** Somebody who may do all that the benches do. */
export function worker(servers: Servers): Promise<string> {
  return servers.bearer({
    roles: ['dispatcher', 'handler', 'admin', 'client'],
    unit: 'property',
    sub: 'bench',
  });
}
