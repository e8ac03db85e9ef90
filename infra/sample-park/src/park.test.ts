import { describe, expect, it } from '@jest/globals';
import { isUscc } from '@qinwu/domain/uscc';
import { CATEGORIES } from './categories.ts';
import { samplePark } from './park.ts';

const park = samplePark();
const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });
const rows = [...park.grievances()];
const within = (time: string | undefined): boolean =>
  time !== undefined && time.slice(0, 10) >= '2025-01-01' && time.slice(0, 10) <= '2025-08-31';

describe('the sample park', () => {
  it('adds up to the published figures', () => {
    expect(rows.filter((row) => row.origin === 'patrol' && within(row.registeredAt))).toHaveLength(9684);
    expect(rows.filter((row) => row.origin === 'citizen' && within(row.acceptedAt))).toHaveLength(4341);
    expect(park.officers).toHaveLength(121);
    expect(park.officers.filter((officer) => officer.kind === 'enterprise-party-member')).toHaveLength(23);
  });

  it('has the cases of the report among others: 89 labour disputes, 1.4068 million yuan of them agreed', () => {
    const disputes = park.disputes();
    const CIVIL = ['debt', 'contract', 'neighbour', 'ip'];
    const closed = disputes.filter(
      ({ category, state, concludedOn = '' }) =>
        !CIVIL.includes(category) &&
        state !== 'WITHDRAWN' &&
        concludedOn >= '2025-01-01' &&
        concludedOn <= '2025-06-30',
    );
    expect(closed).toHaveLength(89);
    const agreed = closed.filter(({ agreementNumber }) => agreementNumber !== undefined);
    const fen = agreed.reduce((sum, { amountClaimed }) => sum + Math.round(Number(amountClaimed) * 100), 0);
    expect(fen).toBe(140_680_000);
    expect(new Set(disputes.map(({ externalRef }) => externalRef)).size).toBe(disputes.length);
    expect(disputes.length).toBeGreaterThan(closed.length);
  });

  it('has the work-injury applications of the report: 192, of them 170 transferred', () => {
    const injuries = park.injuries();
    const received = injuries.filter(({ receivedOn }) => receivedOn <= '2025-06-30');
    expect(received).toHaveLength(192);
    expect(received.filter(({ transferredOn = '9999' }) => transferredOn <= '2025-06-30')).toHaveLength(170);
    expect(injuries.length).toBeGreaterThan(192);
    // Of one accident there is one application: two that met would be 191.
    const accidents = injuries.map(
      ({ workerName, workerPhone, occurredAt }) => `${workerName} ${workerPhone} ${occurredAt.slice(0, 10)}`,
    );
    expect(new Set(accidents).size).toBe(injuries.length);
  });

  it('has applications as a window and an authority would have handled them', () => {
    const injuries = park.injuries();
    const isOpen = (day: string) => !['Sat', 'Sun'].includes(weekday.format(new Date(`${day}T12:00:00Z`)));
    const days = injuries.flatMap(({ transferredOn, acceptedOn, concludedOn }) =>
      [transferredOn, acceptedOn, concludedOn].filter((day) => day !== undefined),
    );
    expect(days.filter((day) => !isOpen(day))).toEqual([]);
    // 劳动节、端午节 of 2025.
    const HOLIDAYS = ['2025-05-01', '2025-05-02', '2025-05-05', '2025-06-02'];
    expect(days.filter((day) => HOLIDAYS.includes(day))).toEqual([]);
    const concluded = injuries.filter(({ conclusion }) => conclusion !== undefined);
    expect(concluded.length).toBeGreaterThan(100);
    for (const { transferredOn = '', acceptedOn = '', concludedOn = '' } of concluded) {
      const accepting = (Date.parse(acceptedOn) - Date.parse(transferredOn)) / 86_400_000;
      expect(accepting).toBeGreaterThan(0);
      expect(accepting).toBeLessThanOrEqual(15);
      expect(acceptedOn <= concludedOn).toBe(true);
    }
    // 视同工伤 is art. 15 alone, and art. 15 nothing else here.
    const deemed = injuries.filter(({ conclusion }) => conclusion === 'deemed');
    expect(deemed.length).toBeGreaterThan(0);
    expect(injuries.filter(({ legalHead }) => legalHead.startsWith('15.'))).toEqual(deemed);
  });

  it('has a roster of mediators of every kind, with police, grid and tea table for every grid', () => {
    const roster = park.mediators();
    const distinct = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
    distinct(roster.map(({ code }) => code));
    distinct(roster.map(({ subject }) => subject));
    distinct(roster.map(({ name }) => name));
    const kinds = new Set(roster.flatMap((each) => each.kinds));
    expect([...kinds].sort()).toEqual(['expert', 'grid', 'lawyer', 'police', 'tea-table', 'union']);
    for (const { code } of park.grids.filter(({ level }) => level === 3)) {
      const here = roster.filter(({ grids }) => grids.includes(code)).flatMap((each) => each.kinds);
      expect(here.sort()).toEqual(['grid', 'police', 'tea-table']);
    }
    const tables = roster.filter((each) => each.kinds.includes('tea-table'));
    expect(tables.every(({ languages }) => languages.includes('nan'))).toBe(true);
    expect(roster.filter(({ languages }) => languages.includes('nan')).length).toBeLessThan(roster.length);
    const employed = roster.filter(({ employer }) => employer !== undefined);
    expect(employed.map(({ organisation }) => organisation.kind)).toEqual(['enterprise-committee']);
    expect(isUscc(employed[0]?.employer ?? '')).toBe(true);
  });

  it('has the credit of the report: 144 firms with 490 million yuan on points, 6 with 20 million, 12 green factories', () => {
    const { lines, contracts } = park.credit();
    const wan = (text = '0') => Number(text) / 10_000;
    const granted = (product: string) => {
      const inTime = lines.filter(
        ({ application, end, approval }) =>
          application.product === product && end === 'approve' && approval.decidedOn <= '2025-09-24',
      );
      const news = inTime.map(({ application, approval }) => ({
        uscc: application.uscc,
        wan: wan(approval.amountApproved) - wan(approval.amountPrevious),
      }));
      const isNew = news.filter((line) => line.wan > 0);
      return [new Set(isNew.map(({ uscc }) => uscc)).size, isNew.reduce((sum, line) => sum + line.wan, 0)];
    };
    expect(granted('points-loan')).toEqual([144, 49_000]);
    expect(granted('jingkedai')).toEqual([6, 2_000]);
    expect(granted('clean-energy')[0]).toBe(12);
    expect(contracts).toHaveLength(8);
    expect(contracts.reduce((sum, { amount }) => sum + wan(amount), 0)).toBe(42_360);
    expect(contracts.every(({ registeredOn }) => registeredOn <= '2025-08-31')).toBe(true);
  });

  it('holds rows that a careless count would take in', () => {
    expect(rows.some((row) => row.origin === 'patrol' && !within(row.registeredAt))).toBe(true);
    expect(rows.some((row) => row.origin === 'citizen' && row.acceptedAt === undefined)).toBe(true);
  });

  it('is the same park each time', () => {
    expect([...samplePark().grievances()]).toEqual(rows);
  });

  it('shows every state', () => {
    expect(new Set(rows.map((row) => row.state)).size).toBe(13);
  });

  it('names only what the directory has, in time order', () => {
    const categories = new Set(CATEGORIES.map((category) => category.code));
    const grids = new Set(park.grids.map((grid) => grid.code));
    const officers = new Set(park.officers.map((officer) => officer.code));
    for (const row of rows) {
      expect(categories.has(row.categoryCode) && grids.has(row.gridCode)).toBe(true);
      expect(row.officerCode === undefined || officers.has(row.officerCode)).toBe(true);
      const times = [
        row.registeredAt,
        row.acceptedAt,
        row.dispatchedAt,
        row.repliedAt,
        row.closedAt,
        row.writtenOffAt,
      ];
      const passed = times.filter((time) => time !== undefined);
      expect(passed.toSorted()).toEqual(passed);
    }
  });

  it('gives every enterprise a valid credit code of its own', () => {
    const codes = park.enterprises.map((enterprise) => enterprise.uscc);
    expect(codes.every((code) => isUscc(code))).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
