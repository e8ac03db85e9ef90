import { titleGranted, titleRevoked } from '@qinwu/contracts/events/cockpit';
import { type Milestone, milestoneReached } from '@qinwu/contracts/events/investment';
import { certificateIssued } from '@qinwu/contracts/events/talent';
import { newId } from '@qinwu/domain/id';
import { addYears, localDateOf } from '@qinwu/domain/local-date';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { type CreditService, startCreditService } from './credit-service.ts';
import { startCreditWork } from './credit-work.ts';
import { type ForeignService, startForeignService } from './foreign-service.ts';
import { enterFirm, firm, publishModel } from './run-park.ts';

/** Events that are too old are put aside: these tests live today. */
export const TODAY = localDateOf(new Date());

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever member it expects
export type Value = any;

interface Title {
  n: number;
  titleId?: string;
  code?: string;
  level?: 'NATIONAL' | 'PROVINCE' | 'CITY' | 'PARK';
  from?: string;
  until?: string | null;
  park?: string;
}

interface Certificate {
  n: number | null;
  certificateId?: string;
  level?: number;
  issuedOn?: string;
  validUntil?: string | null;
  valid?: boolean;
  sequence?: number;
}

interface Reached {
  reachedOn?: string;
  valid?: boolean;
  sequence?: number;
  projectId?: string;
}

/** A park whose enterprises other services speak for. */
export interface MirrorPark {
  service: CreditService;
  cockpit: ForeignService;
  talent: ForeignService;
  investment: ForeignService;
  granted(title: Title): OutboxRow[];
  revoked(title: Title, revokedOn: string): OutboxRow[];
  issued(certificate: Certificate): OutboxRow[];
  reached(n: number, milestone: Milestone, more?: Reached): OutboxRow[];
  /** The values of an indicator that count on a day. */
  valuesOn(n: number, code: string, asOf?: string): Promise<Value[]>;
  countOn(n: number, code: string, asOf?: string): Promise<string[]>;
  /** How often the ledger tells of a count of an enterprise. */
  counted(n: number): Promise<number>;
  close(): Promise<void>;
}

function titleOf({ n, titleId = newId(), code = 'hnte', level = 'NATIONAL', ...term }: Title) {
  const name = { zh: '高新技术企业', en: 'high and new technology enterprise' };
  const { from = addYears(TODAY, -1), until = addYears(TODAY, 2) } = term;
  return { titleId, uscc: firm(n), code, name, level, from, until, document: 'GR202435000123' };
}

/** Starts credit with so many enterprises entered, a model in force, and the services it hears. */
export async function startMirrorPark(enterprises: number): Promise<MirrorPark> {
  const service = await startCreditService();
  service.clock.set(new Date().toISOString());
  await publishModel(service, 'local-1000');
  for (let n = 1; n <= enterprises; n++) await enterFirm(service, n);
  const redisUrl = await testRedisUrl();
  const work = await startCreditWork(service, redisUrl);
  const cockpit = await startForeignService('cockpit', service, redisUrl);
  const talent = await startForeignService('talent', service, redisUrl);
  const investment = await startForeignService('investment', service, redisUrl);
  const officer = service.as({ roles: 'officer', sub: 'officer' });

  const valuesOn: MirrorPark['valuesOn'] = async (n, code, asOf = TODAY) => {
    const query = `uscc=${firm(n)}&code=${code}&state=VERIFIED&asOf=${asOf}`;
    return (await officer('GET', `/indicator-values?${query}`)).body.items;
  };
  return {
    service,
    cockpit,
    talent,
    investment,
    granted: ({ park = 'jinjiang', ...title }) => {
      const data = titleOf(title);
      return cockpit.event(titleGranted, { subject: data.titleId, sequence: 1, data, park });
    },
    revoked: (title, revokedOn) => {
      const data = { ...titleOf(title), revokedOn };
      return cockpit.event(titleRevoked, { subject: data.titleId, sequence: 2, data });
    },
    issued: ({ n, certificateId = newId(), sequence = 1, ...more }) => {
      const { level = 3, issuedOn = addYears(TODAY, -1), validUntil = null, valid = true } = more;
      const facts = { certificateId, number: 'S000035000000253000001', occupation: '6-18-01-01' };
      const data = { ...facts, uscc: n === null ? null : firm(n), level, issuedOn, validUntil, valid };
      return talent.event(certificateIssued, { subject: certificateId, sequence, data });
    },
    reached: (n, milestone, more = {}) => {
      const { reachedOn = TODAY, valid = true, sequence = 1, projectId = newId() } = more;
      const data = { projectId, uscc: firm(n), milestone, reachedOn, valid };
      return investment.event(milestoneReached, { subject: projectId, sequence, data });
    },
    valuesOn,
    countOn: async (n, code, asOf) => (await valuesOn(n, code, asOf)).map(({ value }: Value) => value),
    counted: async (n) => {
      const { rows } = await service.deps.db.pool.query<{ count: number }>(
        `select count(*)::int as count from ledger where action = 'counted' and body like '%' || $1 || '%'`,
        [firm(n)],
      );
      return rows[0]?.count ?? -1;
    },
    close: async () => {
      for (const one of [cockpit, talent, investment, work, service]) await one.close();
    },
  };
}
