import { hasScope } from '@qinwu/domain/actor';
import { localDateOf } from '@qinwu/domain/local-date';
import { maskName, maskPhone } from '@qinwu/domain/mask';
import { formatYuan } from '@qinwu/domain/money';
import { type AnyExportKind, defineExport, type ExportDeps } from '@qinwu/platform/bulk/export/export-kind';
import { exportRoutes } from '@qinwu/platform/bulk/export/export-routes';
import type { Cell } from '@qinwu/platform/bulk/read/source-row';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, line } from '../fields.ts';
import type { CaseContent } from '../rules/case-content.ts';
import { EXPORTED_COLUMNS, type ExportedColumn } from '../rules/exported-columns.ts';
import { ensurePeriod } from '../rules/received-period.ts';
import { addDisclosure } from '../store/disclosures.ts';
import { type ExportedCase, exportCases } from '../store/export-cases.ts';
import { openJson } from '../use-cases/secrets.ts';
import { CATEGORY_CODES, MODES, type Side } from '../vocabulary.ts';
import { EXPORTERS, PII_SCOPE, READ_SCOPE } from '../who.ts';
import { State } from './case-schema.ts';
import { injuryExport } from './injury-export.ts';
import { BASE } from './present.ts';

const ExportQuery = z.object({
  source: line(100).optional().describe('来源系统或台账'),
  state: State.optional(),
  category: z.enum(CATEGORY_CODES).optional().describe('纠纷类别'),
  mode: z.enum(MODES).optional().describe('调解方式'),
  receivedFrom: day.optional().describe('收到日期起（含）'),
  receivedTo: day.optional().describe('收到日期止（含）'),
});

function contentOf({ keyring }: ExportDeps, { id, wrapped, content }: ExportedCase): CaseContent | null {
  const dek = wrapped === null ? null : keyring.unwrap(id, wrapped);
  return openJson<CaseContent>(keyring, dek, { column: 'content', id }, content);
}

/** The first party of a side, as far as the caller may see. */
function partyCells(
  row: ExportedCase,
  content: CaseContent | null,
  { side, isFull }: { side: Side; isFull: boolean },
) {
  const party = row.parties.find((each) => each.side === side);
  const said = party === undefined ? undefined : content?.parties[party.id];
  const isShown = isFull || party?.kind === 'enterprise';
  const phone = said?.phone ?? null;
  const speaker = said?.representative?.name ?? null;
  return {
    kind: party?.kind ?? null,
    uscc: party?.uscc ?? null,
    name: said === undefined ? null : isShown ? said.name : maskName(said.name),
    phone: phone === null || isFull ? phone : maskPhone(phone),
    representative: speaker === null || isFull ? speaker : maskName(speaker),
  };
}

const dayOf = (at: Date | null): string | null => (at === null ? null : localDateOf(at));

/** What is claimed, where it is one thing. */
function claimOf(content: CaseContent | null): string | null {
  const [claim, ...others] = content?.claims ?? [];
  return claim === undefined || others.length > 0 ? null : claim.type;
}

function cellsOf(deps: ExportDeps, row: ExportedCase, isFull: boolean): Record<ExportedColumn, Cell> {
  const content = contentOf(deps, row);
  const applicant = partyCells(row, content, { side: 'applicant', isFull });
  const respondent = partyCells(row, content, { side: 'respondent', isFull });
  return {
    ...row,
    externalRef: row.externalRef ?? row.number,
    title: content?.title ?? null,
    facts: content?.facts ?? null,
    closingNote: content?.closingNote ?? null,
    amountClaimed: formatYuan(BigInt(row.amountClaimed)),
    amountAgreed: row.amountAgreed === null ? null : formatYuan(BigInt(row.amountAgreed)),
    applicantKind: applicant.kind,
    applicantName: applicant.name,
    applicantUscc: applicant.uscc,
    applicantPhone: applicant.phone,
    applicantRepresentative: applicant.representative,
    respondentKind: respondent.kind,
    respondentName: respondent.name,
    respondentUscc: respondent.uscc,
    respondentPhone: respondent.phone,
    claimType: claimOf(content),
    acceptedOn: dayOf(row.acceptedAt),
    agreedOn: dayOf(row.agreedAt),
    archivedOn: dayOf(row.archivedAt),
  };
}

/** The register of cases 调解台账; persons in full only with the scope for it, and then on record. */
const caseExport: AnyExportKind = defineExport<ExportedCase, typeof ExportQuery>({
  kind: 'cases',
  summary: '导出调解台账 Export cases',
  access: { roles: EXPORTERS, scopes: [READ_SCOPE] },
  query: ExportQuery,
  columns: EXPORTED_COLUMNS,
  select(actor, filter) {
    ensurePeriod(filter);
    return exportCases(actor.park, filter);
  },
  open: (deps, actor) => (row) => {
    const cells = cellsOf(deps, row, hasScope(actor, PII_SCOPE));
    return EXPORTED_COLUMNS.map(({ name }) => cells[name]);
  },
  async disclose({ db }, { actor, now }, rows) {
    if (!hasScope(actor, PII_SCOPE)) return;
    for (const { id, parties } of rows) {
      const fields = parties.map((party) => `parties/${party.id}`);
      await addDisclosure(db, { park: actor.park, caseId: id, actor: actor.id, at: now, fields });
    }
  },
});

/** The register as a file, under the names its import takes. */
export function mediationExports(http: Http, deps: Deps): void {
  exportRoutes(http, deps, { prefix: BASE, exports: [caseExport, injuryExport] });
}
