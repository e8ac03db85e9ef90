import type { Actor } from '@qinwu/domain/actor';
import type { Keyring } from '@qinwu/platform/crypto/keyring';
import type { CheckedIntake } from '../rules/intake.ts';
import type { IntakeBody } from '../rules/intake-body.ts';
import { lifecycle } from '../rules/lifecycle.ts';
import type { Route } from '../rules/routing.ts';
import { defaultConfidentiality } from '../rules/sight.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';
import { type ReporterFields, sealReporter } from './reporter-secrets.ts';

/** What a new record is made of. */
export interface Intake {
  id: string;
  number: string;
  body: IntakeBody;
  checked: CheckedIntake;
  route: Route;
  actor: Actor;
  now: Date;
}

/** Everything that has not happened yet. */
const UNTOUCHED = {
  measure: null,
  progress: null,
  resultText: null,
  resolution: null,
  declineCode: null,
  declineNote: null,
  callback: null,
  evidenceNote: null,
  verifiedBy: null,
  extensionRequest: null,
  suspendedSince: null,
  escalationLevel: 0,
  supervisionLevel: 0,
  hotlinePending: null,
  referral: null,
  dueAt: null,
  light: null,
  acceptedAt: null,
  declinedAt: null,
  dispatchedAt: null,
  signedAt: null,
  contactedAt: null,
  repliedAt: null,
  closedAt: null,
  writtenOffAt: null,
  archivedAt: null,
} as const;

function instant(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}

/** The reporter's fields as they were brought and checked. */
export function clearReporter({ body: { reporter }, checked: { phone, idNumber } }: Intake): ReporterFields {
  return { name: reporter?.name ?? null, phone, idNumber, address: reporter?.address ?? null };
}

function reporterColumns(keyring: Keyring, dek: Buffer, intake: Intake): ReporterColumns {
  const { id, body, checked } = intake;
  const { reporter } = body;
  const { phone, idNumber } = checked;
  const index = (kind: string, value: string | null): string | null =>
    value === null ? null : keyring.blindIndex(kind, value);
  return {
    reporterAnonymous: reporter?.anonymous ?? false,
    reporterCallbackConsent: reporter?.callbackConsent ?? false,
    reporterIdType: reporter?.idType ?? null,
    reporterPhoneIndex: index('phone', phone),
    reporterIdIndex: index('id-number', idNumber),
    ...sealReporter(keyring, dek, id, clearReporter(intake)),
  };
}

type ReporterColumns = Pick<
  GrievanceRow,
  | 'reporterAnonymous'
  | 'reporterCallbackConsent'
  | 'reporterIdType'
  | 'reporterPhoneIndex'
  | 'reporterIdIndex'
  | 'reporterName'
  | 'reporterPhone'
  | 'reporterIdNumber'
  | 'reporterAddress'
>;

function placeColumns({ body, checked }: Intake): PlaceColumns {
  const { place } = body;
  return {
    placeText: place?.text ?? null,
    placeGridCode: place?.grid ?? null,
    regionCode: place?.region ?? null,
    placeSystem: place?.point?.system ?? null,
    placeLon: place?.point?.longitude ?? null,
    placeLat: place?.point?.latitude ?? null,
    wgsLon: checked.wgs?.longitude ?? null,
    wgsLat: checked.wgs?.latitude ?? null,
  };
}

type PlaceColumns = Pick<
  GrievanceRow,
  'placeText' | 'placeGridCode' | 'regionCode' | 'placeSystem' | 'placeLon' | 'placeLat' | 'wgsLon' | 'wgsLat'
>;

function sourceColumns({ body, actor }: Intake): SourceColumns {
  return {
    // A park committee handles what people bring to it as its statutory duty (个人信息保护法 art. 13(3), 34).
    lawfulBasis: 'statutory-duty',
    privacyNotice: body.privacyNotice ?? null,
    source: body.source ?? (body.externalRef === undefined ? null : body.channel),
    externalRef: body.externalRef ?? null,
    extension: body.extension ?? {},
    imported: false,
    filedBy: actor.id,
    attachments: body.attachments ?? [],
    duplicateOf: body.duplicateOf ?? null,
    hotlineDueAt: instant(body.hotlineDueAt),
  };
}

type SourceColumns = Pick<
  GrievanceRow,
  | 'lawfulBasis'
  | 'privacyNotice'
  | 'source'
  | 'externalRef'
  | 'extension'
  | 'imported'
  | 'filedBy'
  | 'attachments'
  | 'duplicateOf'
  | 'hotlineDueAt'
>;

/** The record of an intake as it enters the register; version and ledger follow with its first entry. */
export function intakeRow(keyring: Keyring, dek: Buffer, intake: Intake): GrievanceRow {
  const { id, number, body, checked, route, actor, now } = intake;
  return {
    ...UNTOUCHED,
    ...route,
    ...reporterColumns(keyring, dek, intake),
    ...placeColumns(intake),
    ...sourceColumns(intake),
    id,
    parkId: actor.park,
    number,
    version: 1,
    ledgerHash: '',
    state: lifecycle.initial,
    cycle: 1,
    origin: body.origin,
    channel: body.channel,
    demandType: body.demandType,
    urgency: body.urgency ?? 'normal',
    complexity: body.complexity ?? 'ordinary',
    confidentiality:
      body.confidentiality ?? defaultConfidentiality(body.demandType, body.reporter !== undefined),
    categoryCode: body.categoryCode ?? null,
    title: body.title,
    text: body.text,
    occurredAt: instant(body.occurredAt),
    enterpriseUscc: checked.uscc,
    enterpriseName: body.enterprise?.name ?? null,
    coUnits: [],
    evidence: [],
    evidenceDocuments: [],
    handlers: [],
    registeredAt: now,
    recordedAt: now,
  };
}
