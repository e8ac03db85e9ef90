import { hasScope } from '@qinwu/domain/actor';
import { localDateOf } from '@qinwu/domain/local-date';
import { maskCitizenId, maskName, maskPhone } from '@qinwu/domain/mask';
import { type AnyExportKind, defineExport, type ExportDeps } from '@qinwu/platform/bulk/export/export-kind';
import type { Cell } from '@qinwu/platform/bulk/read/source-row';
import { z } from 'zod';
import { day, uscc } from '../fields.ts';
import { INJURY_STATES } from '../injury-vocabulary.ts';
import { extensionsCell, periodsCell, suspensionsCell } from '../rules/injury/entered-lists.ts';
import { INJURY_COLUMNS, type InjuryColumn } from '../rules/injury/exported-columns.ts';
import type { InjuryContent } from '../rules/injury/injury-content.ts';
import { decideTerm } from '../rules/injury/limits.ts';
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

function contentOf({ keyring }: ExportDeps, { id, wrapped, content }: ExportedInjury): InjuryContent | null {
  const dek = wrapped === null ? null : keyring.unwrap(id, wrapped);
  return openJson<InjuryContent>(keyring, dek, { column: 'injury.content', id }, content);
}

/** Who was hurt and who applies for them. */
function personCells(content: InjuryContent | null, isFull: boolean) {
  const { name = null, phone = null, idType = null, idNumber = null } = content?.worker ?? {};
  const { name: applicant = null, relation = null } = content?.applicant ?? {};
  return {
    workerName: isFull || name === null ? name : maskName(name),
    workerIdType: idType,
    workerIdNumber: isFull || idNumber === null ? idNumber : maskCitizenId(idNumber),
    workerPhone: isFull || phone === null ? phone : maskPhone(phone),
    applicantName: isFull || applicant === null ? applicant : maskName(applicant),
    relation,
  };
}

/** How somebody was hurt is sensitive: it leaves with the scope for personal data alone. */
function eventCells(row: ExportedInjury, content: InjuryContent | null, isFull: boolean) {
  const isDisease = row.cause === 'disease';
  return {
    occurredAt: content?.occurredAt ?? null,
    accidentOn: isDisease || row.sensitiveConsent ? null : row.baseOn,
    diagnosedOn: isDisease ? row.baseOn : null,
    ...(isFull && content !== null
      ? {
          firstDiagnosedAt: content.firstDiagnosedAt,
          diedAt: content.diedAt,
          place: content.place,
          injury: content.injury,
          hospital: content.hospital,
        }
      : { firstDiagnosedAt: null, diedAt: null, place: null, injury: null, hospital: null }),
  };
}

/** What the authority's decision waits for, while it does. */
function decidingCells({ deciding }: ExportedInjury) {
  if (deciding === null) return { simpleDecision: null, suspendedPeriods: null };
  const suspensions = deciding.pauses.map(({ from, to }) => ({
    from: localDateOf(new Date(from)),
    to: to === null ? null : localDateOf(new Date(to)),
  }));
  const simple = deciding.limit.amount === decideTerm(true).limit.amount;
  return { simpleDecision: String(simple), suspendedPeriods: suspensionsCell(suspensions) };
}

function cellsOf(deps: ExportDeps, row: ExportedInjury, isFull: boolean): Record<InjuryColumn, Cell> {
  const content = contentOf(deps, row);
  return {
    ...row,
    ...personCells(content, isFull),
    ...eventCells(row, content, isFull),
    ...decidingCells(row),
    employerExtensions: extensionsCell(row.extensions),
    excludedPeriods: periodsCell(row.excluded),
    employerName: content?.employer.name ?? null,
    sensitiveConsent: String(row.sensitiveConsent),
    delegated: String(row.delegated),
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
  columns: INJURY_COLUMNS,
  select(actor, filter) {
    ensurePeriod(filter);
    return exportInjuries(actor.park, filter);
  },
  open: (deps, actor) => (row) => {
    const cells = cellsOf(deps, row, hasScope(actor, PII_SCOPE));
    return INJURY_COLUMNS.map(({ name }) => cells[name]);
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
