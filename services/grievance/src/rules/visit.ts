/** What a visit must satisfy beyond its form, and what a problem put right on the spot 当场整改 becomes. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Fact } from './decide-move.ts';
import { type Directory, isActive, type Officer } from './directory.ts';
import type { Grievance } from './grievance.ts';
import type { IntakeBody } from './intake-body.ts';
import type { VisitBody, VisitProblem } from './visit-body.ts';

/** How long a visit may be entered afterwards: a patrol without a network comes home, no month is made up. */
const LATE_DAYS = 7;
const DAY_MS = 86_400_000;

/** Refuses a visit with every fault of its own (kind rule); its problems are checked as intakes. */
export function checkVisit(body: VisitBody, actor: Actor, directory: Directory, now: Date): void {
  const errors: FieldError[] = [];
  const at = body.occurredAt === undefined ? now : new Date(body.occurredAt);
  if (at > now || now.getTime() - at.getTime() > LATE_DAYS * DAY_MS) {
    errors.push({
      pointer: '/occurredAt',
      code: 'visit-time-invalid',
      detail: { zh: '走访时间须在最近七天内', en: 'must lie within the last seven days' },
    });
  }
  if (!isActive(directory.officers.get(body.officer), localDateOf(at))) {
    errors.push({
      pointer: '/officer',
      code: 'officer-not-active',
      detail: { zh: '勤务员不存在或不在岗', en: 'No officer in service has this code' },
    });
  }
  if (!hasRole(actor, 'dispatcher', 'supervisor') && !isThemself(body.officer, actor, directory)) {
    errors.push({
      pointer: '/officer',
      code: 'officer-not-you',
      detail: { zh: '走访由本人记录，代录须派单员或督办人', en: 'You record your own visits only' },
    });
  }
  if (body.enterprise.uscc === undefined && body.enterprise.name === undefined) {
    errors.push({
      pointer: '/enterprise',
      code: 'required',
      detail: { zh: '须填写企业', en: 'name the enterprise' },
    });
  }
  for (const [index, problem] of (body.problems ?? []).entries()) {
    if (problem.fixedOnTheSpot === undefined || problem.photos === undefined) continue;
    errors.push({
      pointer: `/problems/${index}/photos`,
      code: 'photos-twice',
      detail: { zh: '当场整改的照片填在 fixedOnTheSpot 内', en: 'a repair has its photos before and after' },
    });
  }
  if (errors.length > 0) throw fieldRules(errors);
}

/** True unless the directory knows the officer under another account, or the caller as another officer. */
function isThemself(code: string, actor: Actor, directory: Directory): boolean {
  const subject = directory.officers.get(code)?.subject ?? null;
  if (subject !== null) return subject === actor.id;
  return ![...directory.officers.values()].some((officer) => officer.subject === actor.id);
}

/** A problem of a visit as the intake it is. */
export function intakeOfProblem(visit: VisitBody, problem: VisitProblem, at: Date): IntakeBody {
  const { fixedOnTheSpot, photos } = problem;
  return {
    origin: 'patrol',
    channel: 'patrol',
    demandType: 'report',
    categoryCode: problem.categoryCode,
    title: problem.title,
    text: problem.text,
    urgency: problem.urgency,
    occurredAt: at.toISOString(),
    place: visit.place,
    enterprise: visit.enterprise,
    attachments: fixedOnTheSpot === undefined ? photos : fixedOnTheSpot.photosBefore,
  };
}

/** What others hear of a problem put right on the spot. */
export const FIXED_FACTS: readonly Fact[] = ['registered', 'accepted', 'closed'];

/** The record of a problem put right on the spot: closed at once, waiting for somebody else to verify it. */
export function fixedColumns(
  fixed: NonNullable<VisitProblem['fixedOnTheSpot']>,
  { actor, officer, now }: { actor: string; officer: Pick<Officer, 'code' | 'subject'>; now: Date },
): Partial<Grievance> {
  return {
    state: 'CLOSED',
    officerCode: officer.code,
    routedBy: 'enterprise',
    unroutedReason: null,
    // Who went there handled it as much as who entered it: neither verifies it.
    handlers: [...new Set([actor, officer.subject ?? actor])],
    resolution: 'resolved',
    resultText: fixed.result,
    evidence: [...fixed.photosAfter],
    acceptedAt: now,
    dispatchedAt: now,
    signedAt: now,
    repliedAt: now,
    closedAt: now,
  };
}
