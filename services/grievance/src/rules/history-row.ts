/** One row of an imported register 台账导入: an intake as it came in, or a finished record with its dates. */
import { fieldRules } from '@qinwu/domain/errors';
import { z } from 'zod';
import { code, line, prose, uscc } from '../fields.ts';
import {
  CHANNELS,
  COMPLEXITIES,
  CONFIDENTIALITIES,
  COORDINATE_SYSTEMS,
  DECLINE_CODES,
  DEMAND_TYPES,
  ID_TYPES,
  ORIGINS,
  RESOLUTIONS,
  STATES,
  URGENCIES,
} from '../vocabulary.ts';
import type { IntakeBody } from './intake-body.ts';

/** Dates of a record's steps, in the order in which a grievance passes them. */
export const MILESTONES = [
  'registeredAt',
  'declinedAt',
  'acceptedAt',
  'dispatchedAt',
  'signedAt',
  'startedAt',
  'repliedAt',
  'calledBackAt',
  'closedAt',
  'writtenOffAt',
  'archivedAt',
] as const;
export type Milestone = (typeof MILESTONES)[number];

const instant = z.date().optional();

export const ImportedRow = z.object({
  externalRef: line(100),
  origin: z.enum(ORIGINS),
  channel: z.enum(CHANNELS),
  demandType: z.enum(DEMAND_TYPES),
  categoryCode: code.optional(),
  title: line(200),
  text: prose(10_000),
  occurredAt: instant,
  urgency: z.enum(URGENCIES).optional(),
  complexity: z.enum(COMPLEXITIES).optional(),
  confidentiality: z.enum(CONFIDENTIALITIES).optional(),
  placeText: line(300).optional(),
  region: z
    .string()
    .regex(/^[1-8]\d{5}$/)
    .optional(),
  gridCode: code.optional(),
  longitude: z.number().min(-180).max(180).optional(),
  latitude: z.number().min(-90).max(90).optional(),
  coordinateSystem: z.enum(COORDINATE_SYSTEMS).optional(),
  enterprise: uscc.optional(),
  enterpriseName: line(200).optional(),
  reporterName: line(100).optional(),
  reporterPhone: line(32).optional(),
  reporterAddress: line(300).optional(),
  anonymous: z.boolean().optional(),
  callbackConsent: z.boolean().optional(),
  idType: z.enum(ID_TYPES).optional(),
  idNumber: line(32).optional(),
  privacyNotice: line(64).optional(),
  hotlineDueAt: instant,
  duplicateOf: z.uuid().optional(),

  state: z.enum(STATES).optional(),
  unitCode: code.optional(),
  officerCode: code.optional(),
  measure: prose(2000).optional(),
  result: prose(20_000).optional(),
  resolution: z.enum(RESOLUTIONS).optional(),
  satisfaction: z.int().min(1).max(5).optional(),
  declineCode: z.enum(DECLINE_CODES).optional(),
  registeredAt: instant,
  declinedAt: instant,
  acceptedAt: instant,
  dispatchedAt: instant,
  signedAt: instant,
  startedAt: instant,
  repliedAt: instant,
  calledBackAt: instant,
  closedAt: instant,
  writtenOffAt: instant,
  archivedAt: instant,
});
export type ImportedRow = z.output<typeof ImportedRow>;

/** Columns that only a record of the past may fill. */
export const HISTORY_FIELDS = [
  'state',
  'unitCode',
  'officerCode',
  'measure',
  'result',
  'resolution',
  'satisfaction',
  'declineCode',
  ...MILESTONES,
] as const satisfies readonly (keyof ImportedRow)[];

/** True for members that hold something; empty groups are left out of an intake. */
function filled<T extends object>(members: T): T | undefined {
  return Object.values(members).some((value) => value !== undefined) ? members : undefined;
}

/** Refuses half a point, and one whose reference system the row does not name: it would lie hundreds of metres off. */
export function ensurePoint({ longitude, latitude, coordinateSystem }: ImportedRow): void {
  const members = { longitude, latitude, coordinateSystem };
  const missing = Object.entries(members).filter(([, value]) => value === undefined);
  if (missing.length === 0 || (longitude === undefined && latitude === undefined)) return;
  throw fieldRules(
    missing.map(([name]) => ({
      pointer: `/${name}`,
      code: 'required',
      detail: {
        zh: '坐标须有经度、纬度和坐标系',
        en: 'a point has both coordinates and their reference system',
      },
    })),
  );
}

function reporterOf(row: ImportedRow): IntakeBody['reporter'] {
  const { reporterName: name, reporterPhone: phone, reporterAddress: address } = row;
  const { anonymous, callbackConsent, idType, idNumber } = row;
  return filled({ anonymous, callbackConsent, name, phone, idType, idNumber, address });
}

/** The row as the intake it is or once was. */
export function intakeOf(row: ImportedRow, source: string, extension: IntakeBody['extension']): IntakeBody {
  const { longitude, latitude, coordinateSystem } = row;
  const point =
    longitude === undefined || latitude === undefined || coordinateSystem === undefined
      ? undefined
      : { longitude, latitude, system: coordinateSystem };
  return {
    origin: row.origin,
    channel: row.channel,
    demandType: row.demandType,
    categoryCode: row.categoryCode,
    title: row.title,
    text: row.text,
    occurredAt: row.occurredAt?.toISOString(),
    urgency: row.urgency,
    complexity: row.complexity,
    confidentiality: row.confidentiality,
    place: filled({ text: row.placeText, grid: row.gridCode, region: row.region, point }),
    enterprise: filled({ uscc: row.enterprise, name: row.enterpriseName }),
    reporter: reporterOf(row),
    privacyNotice: row.privacyNotice,
    hotlineDueAt: row.hotlineDueAt?.toISOString(),
    duplicateOf: row.duplicateOf,
    source,
    externalRef: row.externalRef,
    extension,
  };
}
