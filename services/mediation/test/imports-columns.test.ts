import { expect, it } from '@jest/globals';
import { ImportedRow } from '../src/rules/imported-case.ts';
import { ImportedInjury } from '../src/rules/injury/imported-row.ts';
import { jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';

const FIRM = { name: '晋江示例鞋业有限公司', uscc: '91350582MA0000015J' };
const CASE = {
  category: 'overtime',
  channel: 'window',
  title: '讨要工资',
  facts: '拖欠三个月工资。',
  amountClaimed: '6500.00',
  applicantName: '陈晓梅',
  respondentName: FIRM.name,
  respondentUscc: FIRM.uscc,
};
const INJURY = {
  applicantKind: 'worker',
  cause: 'accident',
  workerName: '林志强',
  employerName: FIRM.name,
  employerUscc: FIRM.uscc,
  occurredAt: '2025-02-10 09:30',
  injury: '右手食指压伤',
  sensitiveConsent: '是',
};

const at = importDesk();

/** What the report says of each row, by the names it gives. */
const namedIn = async (kind: string, rows: readonly object[]) => {
  const bytes = jsonl(rows.map((row, n) => ({ ...row, externalRef: `N-${n}` })));
  const { id, progress } = await at.imports.run({ kind, bytes });
  expect(progress).toMatchObject({ created: 0, refused: rows.length });
  return (await at.imports.report(id)).map((line) =>
    String(line.错误)
      .split('；')
      .flatMap((fault) => fault.match(/^[\w.]+(?=: )/)?.[0] ?? []),
  );
};

it('a refused application is told by the columns of its row', async () => {
  const named = await namedIn('injury-applications', [
    { ...INJURY, workerIdNumber: '110105194912310021' },
    { ...INJURY, workerPhone: '123', employerUscc: '91350582MA0000015K' },
    { ...INJURY, cause: 'disease' },
    { ...INJURY, applicantKind: 'relative' },
    { ...INJURY, applicantKind: 'relative', applicantName: '林志坚' },
    { ...INJURY, occurredAt: '2099-01-01 08:00' },
    { ...INJURY, diedAt: '2025-02-09 08:00' },
  ]);
  expect(named).toEqual([
    ['workerIdNumber'],
    ['employerUscc', 'workerPhone'],
    ['diagnosedOn'],
    ['applicantName'],
    ['relation'],
    ['occurredAt'],
    ['diedAt'],
  ]);
  expect(named.flat().filter((name) => !Object.hasOwn(ImportedInjury.shape, name))).toEqual([]);
});

it('a refused case is told by the columns of its row', async () => {
  const named = await namedIn('cases', [
    { ...CASE, applicantIdNumber: '110105194912310021', applicantPhone: '123' },
    { ...CASE, respondentUscc: '91350582MA0000015K', respondentPhone: '123' },
    { ...CASE, respondentUscc: undefined },
    { ...CASE, workers: 12 },
    {
      ...CASE,
      applicantKind: 'enterprise',
      applicantName: FIRM.name,
      applicantUscc: FIRM.uscc,
      category: 'debt',
    },
  ]);
  expect(named).toEqual([
    ['applicantPhone', 'applicantIdNumber'],
    ['respondentUscc', 'respondentPhone'],
    ['respondentUscc'],
    ['applicantRepresentative'],
    ['respondentName'],
  ]);
  expect(named.flat().filter((name) => !Object.hasOwn(ImportedRow.shape, name))).toEqual([]);
});
