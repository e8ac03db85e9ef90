import { beforeEach, describe, expect, it } from '@jest/globals';
import { exportedRows, HISTORY, jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import { AUTHORITY, INJURY, injuryOfItsOwn, injurySteps } from './injury-service.ts';

const KIND = 'injury-applications';
const READ = ['mediation:read'];
const SIGHTED = { roles: 'supervisor', sub: 'chief-1', scopes: [...READ, 'pii:read'] } as const;
const THERE = { ...SIGHTED, park: 'elsewhere', scopes: [...READ, 'mediation:write', 'pii:read'] } as const;
const IMPORTER = { ...HISTORY, park: 'elsewhere' };
const DOCUMENT = { idType: 'passport', idNumber: 'E12345678' };
const ROW = {
  applicantKind: 'employer',
  cause: 'accident',
  workerName: '林志强',
  employerName: INJURY.employer.name,
  employerUscc: INJURY.employer.uscc,
  occurredAt: '2025-08-18 15:20',
  injury: '右手食指压伤',
  sensitiveConsent: '是',
};
const PAST = { ...ROW, state: 'RECEIVED', receivedOn: '2025-08-20' };

describe('what the limits of an application hang on', () => {
  const at = importDesk();
  beforeEach(() => at.service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read } = injurySteps(() => at.service);
  const approve = (id: string, documentNumber: string, days: number) =>
    act(id, 'extend-employer-limit', {
      days,
      documentNumber,
      approvedOn: '2025-08-20',
      authority: AUTHORITY,
    });
  const exclude = (id: string, from: string, to: string | undefined, reason: string) =>
    act(id, 'exclude-period', { from, to, reason, basis: '有证明' });
  const limits = ({ clocks }: { clocks: { kind: string; dueAt: string; paused: boolean }[] }) =>
    clocks
      .map(({ kind, dueAt, paused }) => ({ kind, dueAt, paused }))
      .toSorted((a, b) => a.kind.localeCompare(b.kind));
  const faultsOf = async (rows: readonly object[]) => {
    const bytes = jsonl(rows.map((row, n) => ({ ...row, externalRef: `F-${n}` })));
    const { id } = await at.imports.run({ kind: KIND, bytes });
    return (await at.imports.report(id)).map(({ 错误 }) =>
      String(错误)
        .replaceAll(/: [^;]+/g, '')
        .replaceAll(/: .*/g, ''),
    );
  };

  it('goes along into another park, where nothing is late that was not', async () => {
    const died = { firstDiagnosedAt: '2025-08-18T16:00:00+08:00', diedAt: '2025-08-19T10:00:00+08:00' };
    const { worker } = injuryOfItsOwn();
    const { id } = await receive({
      applicantKind: 'employer',
      worker: { ...worker, ...DOCUMENT },
      event: { ...INJURY.event, ...died },
    });
    await approve(id, '1号', 20);
    await approve(id, '2号', 10);
    await approve(id, '误登', 90);
    await act(id, 'void-employer-extension', { documentNumber: '误登', reason: '误登' });
    await exclude(id, '2025-08-18', '2025-08-19', 'force-majeure');
    await exclude(id, '2025-08-20', undefined, 'relation-disputed');
    // Late by the thirty days alone.
    at.service.clock.set('2025-10-15T02:00:00Z');
    const [row] = await exportedRows(at.service, SIGHTED, KIND);
    expect(row).toMatchObject({ workerIdNumber: DOCUMENT.idNumber, workerIdType: 'passport' });
    expect(await at.imports.run({ kind: KIND, bytes: jsonl([row ?? {}]) }, IMPORTER)).toMatchObject({
      progress: { created: 1, refused: 0 },
    });
    const { items } = (await at.service.as(THERE)('GET', '/injury-applications')).body;
    const [here, there] = [(await read(id, SIGHTED)).body, (await read(items[0].id, THERE)).body];
    expect(limits(there)).toEqual(limits(here));
    expect(there.flags).toEqual(here.flags);
    expect(here.flags.map(({ code }: { code: string }) => code)).toEqual(['death-within-48h']);
    expect(there.employerExtensions).toEqual(here.employerExtensions.slice(0, 2));
    expect(there.excludedPeriods).toEqual(here.excludedPeriods);
    // Whoever files it there with the document alone finds it.
    const again = { ...INJURY, worker: { name: worker.name, ...DOCUMENT } };
    const filed = await at.service.as(THERE)('POST', '/injury-applications', { body: again });
    expect(filed).toMatchObject({ status: 409, body: { existing: { id: there.id } } });
  });

  it('leaves without persons and injuries where the reader may not see them', async () => {
    const [row] = await exportedRows(at.service, { ...SIGHTED, scopes: READ }, KIND);
    expect(row).toMatchObject({ firstDiagnosedAt: null, diedAt: null, excludedPeriods: expect.any(String) });
    expect(String(row?.workerIdNumber)).toContain('*');
  });

  it('is kept to its day also where it was received on the authority’s behalf', async () => {
    at.service.clock.set('2025-10-15T02:00:00Z');
    const delegated = { ...PAST, receivedOn: '2025-10-01', delegated: '是', externalRef: 'D-1' };
    const extended = { ...delegated, externalRef: 'D-2', workerName: '林志坚' };
    const cells = { employerExtensions: `30|1号|2025-09-01|${AUTHORITY}` };
    const { progress } = await at.imports.run(
      { kind: KIND, bytes: jsonl([delegated, { ...extended, ...cells }]) },
      { ...HISTORY, park: 'third' },
    );
    expect(progress).toMatchObject({ created: 2 });
    const { items } = (await at.service.as({ ...THERE, park: 'third' })('GET', '/injury-applications')).body;
    const late = await Promise.all(
      items.map(async ({ id }: { id: string }) => {
        const { worker, flags } = (await read(id, { ...THERE, park: 'third' })).body;
        return `${worker.name}${flags.map(({ code }: { code: string }) => code)}`;
      }),
    );
    expect(late.toSorted()).toEqual(['林志坚', '林志强employer-late']);
  });

  it('is refused by its column where it is not written so, and in what is new', async () => {
    const extensions = [
      '30',
      '0|1号|2025-08-19|局',
      '366|1号|2025-08-19|局',
      '30||2025-08-19|局',
      '30|1号|2025-08-21|局',
      '30|1号|2025-08-19|局；20|1号|2025-08-19|局',
    ];
    const lists = extensions.map((employerExtensions) => ({ ...PAST, employerExtensions }));
    expect(await faultsOf(lists)).toEqual(extensions.map(() => 'employerExtensions'));
    const periods = [
      '2025-08-19',
      '2025-08-19|2025-08-20|holiday',
      '2025-08-21||force-majeure',
      '2025-08-20|2025-08-19|force-majeure',
      '2025-08-19|2025-08-21|force-majeure',
      '2025-08-19||force-majeure；2025-08-20||employer-fault',
    ];
    const spans = periods.map((excludedPeriods) => ({ ...PAST, excludedPeriods }));
    expect(await faultsOf(spans)).toEqual(periods.map(() => 'excludedPeriods'));
    expect(await faultsOf([{ ...ROW, excludedPeriods: '2025-08-19|2025-08-20|force-majeure' }])).toEqual([
      'excludedPeriods',
    ]);
  });

  it('is kept of who consented to nothing as far as it is no injury: the document, not the death', async () => {
    const { occurredAt: _at, injury: _injury, ...who } = PAST;
    const bare = { ...who, sensitiveConsent: '否', accidentOn: '2025-08-18', externalRef: 'BARE-1' };
    const told = { workerIdNumber: '11010519491231002X', externalRef: 'BARE-2', workerName: '周文斌' };
    const bytes = jsonl([
      { ...bare, diedAt: '2025-08-19 10:00' },
      { ...bare, ...told },
    ]);
    const { id, progress } = await at.imports.run({ kind: KIND, bytes });
    expect(progress).toMatchObject({ created: 1, refused: 1 });
    expect(await at.imports.report(id)).toMatchObject([
      { externalRef: 'BARE-1', 错误: expect.stringMatching(/^diedAt/) },
    ]);
    const rows = await exportedRows(at.service, SIGHTED, KIND);
    expect(rows.find(({ externalRef }) => externalRef === 'BARE-2')).toMatchObject({
      workerIdNumber: told.workerIdNumber,
      sensitiveConsent: expect.anything(),
    });
  });
});
