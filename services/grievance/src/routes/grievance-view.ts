import { maskAddress, maskCitizenId, maskName, maskPhone } from '@qinwu/domain/mask';
import type { z } from 'zod';
import { isPaused } from '../rules/clocks.ts';
import type { Sight } from '../rules/sight.ts';
import type { ClockRow } from '../store/clock-table.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';
import type { ListedGrievance } from '../store/list-grievances.ts';
import type { GrievanceCase } from '../use-cases/grievance-case.ts';
import type { ReporterFields } from '../use-cases/reporter-secrets.ts';
import type { ClockView, GrievanceSummary, GrievanceView } from './grievance-schema.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The summary of a record. */
export function summaryView(row: ListedGrievance): z.output<typeof GrievanceSummary> {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    state: row.state,
    origin: row.origin,
    channel: row.channel,
    demandType: row.demandType,
    urgency: row.urgency,
    categoryCode: row.categoryCode,
    title: row.title,
    enterprise: { uscc: row.enterpriseUscc, name: row.enterpriseName },
    unit: row.unitCode,
    grid: row.gridCode,
    officer: row.officerCode,
    unroutedReason: row.unroutedReason,
    dueAt: iso(row.dueAt),
    light: row.light,
    escalationLevel: row.escalationLevel,
    externalRef: row.externalRef,
    registeredAt: row.registeredAt.toISOString(),
    acceptedAt: iso(row.acceptedAt),
    closedAt: iso(row.closedAt),
  };
}

/** A clock as an answer shows it; `/clocks` says why. */
export function clockView(clock: ClockRow): z.output<typeof ClockView> {
  return {
    kind: clock.kind,
    cycle: clock.cycle,
    run: clock.run,
    startedAt: clock.startedAt.toISOString(),
    dueAt: clock.dueAt.toISOString(),
    provisional: clock.provisional,
    governedBy: clock.governedBy,
    light: clock.light,
    paused: clock.stoppedAt === null && isPaused(clock),
    stoppedAt: iso(clock.stoppedAt),
    onTime: clock.onTime,
  };
}

/** The fields as anyone may see them. */
export function maskedReporter(fields: ReporterFields): ReporterFields {
  const by = (mask: (text: string) => string, text: string | null): string | null =>
    text === null ? null : mask(text);
  return {
    name: by(maskName, fields.name),
    phone: by(maskPhone, fields.phone),
    idNumber: by(maskCitizenId, fields.idNumber),
    address: by(maskAddress, fields.address),
  };
}

const NOBODY: ReporterFields = { name: null, phone: null, idNumber: null, address: null };

function reporterView(
  { row, reporter }: GrievanceCase,
  sight: Sight,
): z.output<typeof GrievanceView>['reporter'] {
  if (sight === 'none') return null;
  const fields = reporter ?? NOBODY;
  return {
    anonymous: row.reporterAnonymous,
    callbackConsent: row.reporterCallbackConsent,
    idType: row.reporterIdType,
    ...(sight === 'full' ? fields : maskedReporter(fields)),
    masked: sight !== 'full',
    erased: reporter === null,
  };
}

function placeView(row: GrievanceRow): z.output<typeof GrievanceView>['place'] {
  const { placeLon, placeLat, placeSystem, wgsLon, wgsLat } = row;
  const isLocated = placeLon !== null && placeLat !== null && placeSystem !== null;
  return {
    text: row.placeText,
    grid: row.placeGridCode,
    region: row.regionCode,
    point: isLocated ? { longitude: placeLon, latitude: placeLat, system: placeSystem } : null,
    wgs84: wgsLon !== null && wgsLat !== null ? { longitude: wgsLon, latitude: wgsLat } : null,
  };
}

function referralView(referral: GrievanceRow['referral']): z.output<typeof GrievanceView>['referral'] {
  if (referral === null) return null;
  const { sequence: _version, ...shown } = referral;
  return shown;
}

/** The whole record, its reporter as far as the caller may see. */
export function grievanceView(found: GrievanceCase, sight: Sight): z.output<typeof GrievanceView> {
  const { row, clocks } = found;
  return {
    ...summaryView(row),
    cycle: row.cycle,
    complexity: row.complexity,
    confidentiality: row.confidentiality,
    text: row.text,
    occurredAt: iso(row.occurredAt),
    place: placeView(row),
    reporter: reporterView(found, sight),
    privacyNotice: row.privacyNotice,
    source: row.source,
    extension: row.extension,
    imported: row.imported,
    attachments: row.attachments,
    duplicateOf: row.duplicateOf,
    coUnits: row.coUnits,
    routedBy: row.routedBy,
    measure: row.measure,
    progress: row.progress,
    result: row.resultText,
    resolution: row.resolution,
    declineCode: row.declineCode,
    declineNote: row.declineNote,
    callback: row.callback,
    evidence: row.evidence,
    evidenceDocuments: row.evidenceDocuments,
    evidenceNote: row.evidenceNote,
    verifiedBy: row.verifiedBy,
    extensionRequest: row.extensionRequest,
    suspendedSince: iso(row.suspendedSince),
    supervisionLevel: row.supervisionLevel,
    hotlineDueAt: iso(row.hotlineDueAt),
    hotlinePending: row.hotlinePending,
    referral: referralView(row.referral),
    clocks: clocks.map(clockView),
    dispatchedAt: iso(row.dispatchedAt),
    signedAt: iso(row.signedAt),
    contactedAt: iso(row.contactedAt),
    repliedAt: iso(row.repliedAt),
    declinedAt: iso(row.declinedAt),
    writtenOffAt: iso(row.writtenOffAt),
    archivedAt: iso(row.archivedAt),
    recordedAt: row.recordedAt.toISOString(),
    allowedActions: found.allowedActions,
  };
}
