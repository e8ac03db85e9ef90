import { hasScope } from '@qinwu/domain/actor';
import { maskName, maskPhone } from '@qinwu/domain/mask';
import { type AnyExportKind, defineExport, type ExportDeps } from '@qinwu/platform/bulk/export/export-kind';
import type { Cell } from '@qinwu/platform/bulk/read/source-row';
import { z } from 'zod';
import { day, uscc } from '../fields.ts';
import { INJURY_STATES } from '../injury-vocabulary.ts';
import type { InjuryContent } from '../rules/injury/injury-content.ts';
import { injuryLifecycle } from '../rules/injury/lifecycle.ts';
import { ensurePeriod } from '../rules/received-period.ts';
import { addDisclosure } from '../store/disclosures.ts';
import { type ExportedInjury, exportInjuries } from '../store/export-injuries.ts';
import { openJson } from '../use-cases/secrets.ts';
import { EXPORTERS, PII_SCOPE, READ_SCOPE } from '../who.ts';

const ExportQuery = z.object({
  state: z.enum(INJURY_STATES).optional().describe('状态'),
  employer: uscc.optional().describe('用人单位的统一社会信用代码'),
  receivedFrom: day.optional().describe('收件日期起（含）'),
  receivedTo: day.optional().describe('收件日期止（含）'),
});

const stateWords = Object.fromEntries(
  injuryLifecycle.states.map((state) => [state, injuryLifecycle.labelOf(state).zh]),
);

const COLUMNS = [
  { name: 'number', title: '编号' },
  { name: 'state', title: '状态', words: stateWords },
  {
    name: 'applicantKind',
    title: '申请人类型',
    words: { employer: '用人单位', worker: '职工', relative: '近亲属', union: '工会' },
  },
  { name: 'cause', title: '类型', words: { accident: '事故伤害', disease: '职业病' } },
  { name: 'legalHead', title: '依据条项' },
  { name: 'workerName', title: '职工' },
  { name: 'workerPhone', title: '联系电话' },
  { name: 'employerName', title: '用人单位' },
  { name: 'employerUscc', title: '统一社会信用代码' },
  { name: 'occurredAt', title: '事故时间' },
  { name: 'place', title: '地点' },
  { name: 'injury', title: '伤情' },
  { name: 'receivedOn', title: '收件日期' },
  { name: 'completeOn', title: '材料齐全日期' },
  { name: 'transferredOn', title: '移交日期' },
  { name: 'receiver', title: '接收机关' },
  { name: 'receiptNumber', title: '回执号' },
  {
    name: 'notTransferredReason',
    title: '未移交原因',
    words: {
      'withdrawn-in-writing': '申请人书面撤回',
      'outside-jurisdiction': '不属本地管辖',
      'materials-missing-after-notice': '告知后材料仍不齐',
      duplicate: '重复件',
    },
  },
  {
    name: 'conclusion',
    title: '认定结论',
    words: { recognised: '认定工伤', deemed: '视同工伤', 'not-recognised': '不予认定' },
  },
  { name: 'concludedOn', title: '结论日期' },
] as const;

type Column = (typeof COLUMNS)[number]['name'];

function contentOf({ keyring }: ExportDeps, { id, wrapped, content }: ExportedInjury): InjuryContent | null {
  const dek = wrapped === null ? null : keyring.unwrap(id, wrapped);
  return openJson<InjuryContent>(keyring, dek, { column: 'injury.content', id }, content);
}

/** How somebody was hurt is sensitive: it leaves with the scope for personal data alone. */
function cellsOf(deps: ExportDeps, row: ExportedInjury, isFull: boolean): Record<Column, Cell> {
  const content = contentOf(deps, row);
  const { name = null, phone = null } = content?.worker ?? {};
  return {
    ...row,
    workerName: isFull || name === null ? name : maskName(name),
    workerPhone: isFull || phone === null ? phone : maskPhone(phone),
    employerName: content?.employer.name ?? null,
    occurredAt: content?.occurredAt ?? null,
    place: isFull ? (content?.place ?? null) : null,
    injury: isFull ? (content?.injury ?? null) : null,
    receiver: row.transfer?.receiver ?? null,
    receiptNumber: row.transfer?.receiptNumber ?? null,
  };
}

/** The register of applications 工伤认定申请台账; persons and injuries only with the scope for them, and then on record. */
export const injuryExport: AnyExportKind = defineExport<ExportedInjury, typeof ExportQuery>({
  kind: 'injury-applications',
  summary: '导出工伤认定申请台账 Export work-injury applications',
  access: { roles: EXPORTERS, scopes: [READ_SCOPE] },
  query: ExportQuery,
  columns: COLUMNS,
  select(actor, filter) {
    ensurePeriod(filter);
    return exportInjuries(actor.park, filter);
  },
  open: (deps, actor) => (row) => {
    const cells = cellsOf(deps, row, hasScope(actor, PII_SCOPE));
    return COLUMNS.map(({ name }) => cells[name]);
  },
  async disclose({ db }, { actor, now }, rows) {
    if (!hasScope(actor, PII_SCOPE)) return;
    for (const { id } of rows) {
      await addDisclosure(db, {
        park: actor.park,
        caseId: id,
        actor: actor.id,
        at: now,
        fields: ['worker', 'injury'],
      });
    }
  },
});
