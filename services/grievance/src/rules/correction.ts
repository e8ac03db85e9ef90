/** Correcting what a grievance says 更正, allowed until somebody handles it; route and clocks are decided anew. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { type DomainError, refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { z } from 'zod';
import type { CoordinateSystem, State } from '../vocabulary.ts';
import { mergeClocks, type Timing } from './clock-moves.ts';
import { profileFor } from './clock-profile.ts';
import { type Clock, isOpen, nameOf, reprofileClock, summarize } from './clocks.ts';
import { clockLine, type Decision } from './decide-move.ts';
import type { Directory, Serving } from './directory.ts';
import type { Grievance } from './grievance.ts';
import { checkIntake } from './intake.ts';
import { IntakeBody } from './intake-body.ts';
import { routeOf } from './routing.ts';
import { defaultConfidentiality } from './sight.ts';

/** What may be corrected; the origin, the channel and the reporter stay as they were registered. */
export const PatchBody = IntakeBody.pick({
  demandType: true,
  categoryCode: true,
  title: true,
  text: true,
  urgency: true,
  complexity: true,
  confidentiality: true,
  place: true,
  enterprise: true,
})
  .partial()
  .meta({ id: 'GrievancePatch' });
export type PatchBody = z.output<typeof PatchBody>;

const CORRECTABLE: readonly State[] = ['REGISTERED', 'ACCEPTED', 'DISPATCHED'];

/** What limits are chosen by: from acceptance on, whoever is timed must not choose them. */
const TIMED = ['demandType', 'categoryCode', 'urgency', 'complexity'] as const;

/** What a correction reads and may change beside the fields the rules know. */
interface Place {
  title: string;
  text: string;
  placeText: string | null;
  regionCode: string | null;
  enterpriseName: string | null;
  reporterName: string | null;
  placeSystem: CoordinateSystem | null;
  placeLon: number | null;
  placeLat: number | null;
  wgsLon: number | null;
  wgsLat: number | null;
}

export interface CorrectionInput {
  found: { row: Grievance & Place; clocks: readonly Clock[] };
  patch: PatchBody;
  actor: Actor;
  directory: Directory;
  serving: Serving | null;
  timing: Timing;
}

/** Open clocks whose limit is another one now, with the start, pauses and extensions they have. */
function reprofile(clocks: readonly Clock[], after: Grievance, timing: Timing): Clock[] {
  return clocks.filter(isOpen).flatMap((clock) => {
    const profile = profileFor(
      timing.profiles,
      clock.kind,
      { ...after, ...timing },
      localDateOf(clock.startedAt),
    );
    if (profile === null || nameOf(profile) === clock.profile) return [];
    return [reprofileClock(clock, profile, timing.calendar, timing.now)];
  });
}

/** An enterprise known by name so far gets its code, whatever has become of the case. */
function isCompletion({ found: { row }, patch, actor }: CorrectionInput): boolean {
  const isAlone = Object.keys(patch).every((name) => name === 'enterprise');
  const isStaff = actor.roles.some((role) => role !== 'citizen' && role !== 'enterprise');
  return isAlone && isStaff && row.enterpriseUscc === null && patch.enterprise?.uscc !== undefined;
}

/** Why the correction may not be made, or null. */
function blockOf(input: CorrectionInput): DomainError | null {
  const { found, patch, actor } = input;
  const { state, suspendedSince } = found.row;
  if (!CORRECTABLE.includes(state) && !isCompletion(input)) {
    const title = { zh: '办理开始后不能更正内容', en: 'Too late to correct: it is being handled' };
    return refuse('conflict', 'correction-too-late', title, { extra: { state } });
  }
  const timed = TIMED.filter((name) => patch[name] !== undefined);
  if (timed.length > 0 && suspendedSince !== null) {
    const title = {
      zh: '已挂起，恢复后再更正影响时限的内容',
      en: 'Suspended: resume it before its limits move',
    };
    return refuse('conflict', 'grievance-suspended', title, { extra: { state } });
  }
  if (timed.length === 0 || state === 'REGISTERED' || hasRole(actor, 'dispatcher', 'supervisor')) return null;
  const title = {
    zh: '受理后由派单员或督办人更正',
    en: 'Once accepted, only a dispatcher or supervisor corrects it',
  };
  const errors = timed.map((name) => ({ pointer: `/${name}`, code: 'field-not-yours', detail: title }));
  return refuse('forbidden', 'correction-not-yours', title, { errors });
}

/** Decides a correction; refuses one that comes too late or breaks a rule of the intake. */
export function decideCorrection(input: CorrectionInput): Decision<Partial<Grievance & Place>> {
  const { found, patch, actor, directory, serving, timing } = input;
  const { row } = found;
  const block = blockOf(input);
  if (block !== null) throw block;
  const { origin, channel, demandType, enterpriseUscc } = row;
  const said = {
    ...patch,
    origin,
    channel,
    demandType: patch.demandType ?? demandType,
    title: patch.title ?? row.title,
    text: patch.text ?? row.text,
    enterprise: patch.enterprise ?? (enterpriseUscc === null ? undefined : { uscc: enterpriseUscc }),
  };
  const checked = checkIntake(said, actor, directory, timing.now);
  const set = corrected(input, checked);
  const after = { ...row, ...set };
  const clocks = reprofile(found.clocks, after, timing);
  const isWaiting = row.dispatchedAt === null && CORRECTABLE.includes(row.state);
  const route = isWaiting ? rerouted(input, after, serving) : {};
  return {
    set: { ...set, ...route, ...summarize(mergeClocks(found.clocks, clocks)) },
    clocks,
    entry: {
      action: 'corrected',
      change: { fields: Object.keys(patch), clocks: clocks.map(clockLine) },
      words: patch,
    },
    facts: [],
  };
}

function corrected(
  { found: { row }, patch }: CorrectionInput,
  checked: ReturnType<typeof checkIntake>,
): Partial<Grievance & Place> {
  const { place, enterprise, ...plain } = patch;
  const isReport = patch.demandType === 'report' && row.demandType !== 'report';
  const isKept = isReport && defaultConfidentiality('report', hasReporter(row)) === 'withheld';
  return {
    ...(isKept && row.confidentiality === 'ordinary' ? { confidentiality: 'withheld' } : {}),
    ...given(plain),
    ...(enterprise === undefined ? {} : named(enterprise, checked.uscc, row)),
    ...(place === undefined ? {} : placed(place, checked.wgs)),
  };
}

function hasReporter({ reporterName, reporterPhone }: Grievance & Place): boolean {
  return reporterName !== null || reporterPhone !== null;
}

/** The enterprise as corrected; where only its code was missing, it keeps its name. */
function named(
  { name }: NonNullable<PatchBody['enterprise']>,
  uscc: string | null,
  before: Grievance & Place,
): Partial<Grievance & Place> {
  const known = uscc !== null && before.enterpriseUscc === null ? before.enterpriseName : null;
  return { enterpriseUscc: uscc, enterpriseName: name ?? known };
}

/** The members that were sent; an absent one changes nothing. */
function given<T extends object>(plain: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(plain).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function placed(
  { text, grid, region, point }: NonNullable<PatchBody['place']>,
  wgs: { longitude: number; latitude: number } | null,
): Partial<Grievance & Place> {
  return {
    placeGridCode: grid ?? null,
    placeText: text ?? null,
    regionCode: region ?? null,
    placeSystem: point?.system ?? null,
    placeLon: point?.longitude ?? null,
    placeLat: point?.latitude ?? null,
    wgsLon: wgs?.longitude ?? null,
    wgsLat: wgs?.latitude ?? null,
  };
}

function rerouted(
  { directory, timing }: CorrectionInput,
  after: Grievance & Place,
  serving: Serving | null,
): Partial<Grievance> {
  const { wgsLon, wgsLat } = after;
  return routeOf(
    {
      enterprise: after.enterpriseUscc,
      serving,
      gridCode: after.placeGridCode,
      point: wgsLon !== null && wgsLat !== null ? { longitude: wgsLon, latitude: wgsLat } : null,
      categoryCode: after.categoryCode,
    },
    directory,
    localDateOf(timing.now),
  );
}
