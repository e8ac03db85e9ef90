import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import pg from 'pg';
import { type Servers, startServers } from '../src/cluster/servers.ts';
import { type ServiceCluster, startServiceCluster } from '../src/cluster/service-cluster.ts';
import { setUpPark } from '../src/scenarios/park.ts';
import { MINUTE } from './expectation.ts';

const PARK = 'files';
const PAYSLIP = Buffer.from('%PDF-1.4\n% 工资条\n%%EOF\n');

describe('a file of a grievance that became a dispute, in the running services', () => {
  let servers: Servers;
  let cluster: ServiceCluster;
  beforeAll(async () => {
    servers = await startServers();
    cluster = await startServiceCluster(servers);
    await setUpPark(cluster, PARK, cluster.api.url);
  }, 2 * MINUTE);
  afterAll(async () => {
    await cluster?.close();
    await servers?.close();
  }, MINUTE);

  type Service = 'grievance' | 'mediation';

  async function ask(service: Service, claims: TokenClaims, path: string, init: RequestInit = {}) {
    const scopes = [`${service}:read`, `${service}:write`, `${service}:admin`];
    const authorization = await cluster.bearer({ park: PARK, scopes, ...claims });
    const base = service === 'grievance' ? cluster.api.url : cluster.mediation.url;
    const headers = { authorization, 'idempotency-key': randomUUID(), ...init.headers };
    const answer = await fetch(`${base}/${service}/v1${path}`, { ...init, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  const tell = (service: Service, claims: TokenClaims, path: string, body: unknown, method = 'POST') =>
    ask(service, claims, path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  async function sights(): Promise<{ actor: string; fields: string[] }[]> {
    const client = new pg.Client({ connectionString: cluster.grievanceUrl });
    await client.connect();
    const { rows } = await client.query(
      `select actor, fields from disclosure where actor like 'mediation/%'`,
    );
    await client.end();
    return rows;
  }

  it(
    'is read by the mediator of the case by a signed link, and by nobody without one',
    async () => {
      const desk = { roles: 'dispatcher', sub: 'desk-1' } as const;
      const form = new FormData();
      form.set('file', new Blob([PAYSLIP], { type: 'application/pdf' }), '工资条.pdf');
      const file = await ask('grievance', desk, '/files', { method: 'POST', body: form });
      const intake = {
        origin: 'citizen',
        channel: 'window',
        demandType: 'complaint',
        categoryCode: 'facility.light',
        title: '拖欠工资',
        text: '两个月没有发工资。',
        attachments: [file.id],
      };
      const grievance = await tell('grievance', desk, '/grievances', intake);
      await tell('grievance', desk, `/grievances/${grievance.id}/actions/accept`, {});
      const refer = { reason: '各执一词', category: 'wage-arrears', consent: 'no-reporter' };
      await tell('grievance', desk, `/grievances/${grievance.id}/actions/refer`, refer);

      // The referral arrives through the queue.
      const found = await eventually(
        async () => {
          const { items } = await ask('mediation', desk, `/cases?number=${grievance.number}`);
          expect(items).toHaveLength(1);
          return items[0];
        },
        { within: 30_000, every: 100 },
      );
      const admin = { roles: 'admin', sub: 'admin-1' } as const;
      const mediatorEntry = {
        name: '蔡文静',
        subject: 'mediator-1',
        organisation: { kind: 'window', name: '涉企纠纷综合窗口' },
        kinds: ['tea-table'],
        languages: ['zh'],
        certifiedFrom: '2025-01-01',
      };
      const entry = await tell('mediation', admin, '/mediators/M1', mediatorEntry, 'PUT');
      await tell('mediation', desk, `/cases/${found.id}/mediators`, { mediators: [entry.id] });

      const mediator = { roles: 'mediator', sub: 'mediator-1' } as const;
      const whole = await ask('mediation', mediator, `/cases/${found.id}`);
      expect(whole.referredFiles).toEqual([{ fileId: file.id, sha256: file.sha256, name: '工资条.pdf' }]);
      const { url } = await ask('mediation', mediator, `/cases/${found.id}/referred-files/${file.id}`);
      const read = await fetch(cluster.api.url + url);
      expect(read.status).toBe(200);
      expect(Buffer.from(await read.arrayBuffer()).equals(PAYSLIP)).toBe(true);
      const bare = await fetch(
        `${cluster.api.url}/grievance/v1/granted-files/${file.id}?link=${'x'.repeat(99)}`,
      );
      expect(bare.status).toBe(403);
      expect(await sights()).toEqual([{ actor: 'mediation/mediator-1', fields: [`files/${file.id}`] }]);
    },
    2 * MINUTE,
  );
});
