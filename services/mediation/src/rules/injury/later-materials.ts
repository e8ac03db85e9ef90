/**
 * What is handed in after an application had to go as it was, near its limit. The checklist stays as it was handed
 * over, and so does the day of the transfer; what came later has receipts of its own.
 */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { LaterMaterial, PassedOn } from '../../injury-vocabulary.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { isBeforeTransfer } from './lifecycle.ts';
import { ACCEPT, type InjuryClock, type Moment, openFrom } from './limits.ts';
import { type Brought, ensureBrought, missingOf } from './materials.ts';

type Listed = Pick<InjuryApplication, 'materials' | 'later'>;
type HandedOver = Pick<InjuryApplication, 'state' | 'transfer' | 'later'>;

/** True while materials are taken in: until the transfer, and after it where that was incomplete. */
export function takesMaterials({ state, transfer }: Pick<HandedOver, 'state' | 'transfer'>): boolean {
  return isBeforeTransfer(state) || transfer?.incomplete === true;
}

/** True where something waits to be passed on. */
export function hasWaiting({ later }: Pick<HandedOver, 'later'>): boolean {
  return later.some(({ passed }) => passed === null);
}

/** The codes that are required and came neither with the application nor later. */
export function stillMissing({ materials, later }: Listed): string[] {
  return missingOf(materials).filter((code) => !later.some((each) => each.code === code));
}

/** Takes in what came after the transfer. */
export function broughtLater(
  { materials, later }: Listed,
  brought: readonly Brought[],
  today: LocalDate,
): LaterMaterial[] {
  ensureBrought(materials, brought);
  const came = brought.map(({ code, deFacto = false, files = [] }) => ({
    code,
    broughtOn: today,
    deFacto,
    files: [...files],
    passed: null,
  }));
  return [...later, ...came];
}

function ensureWaiting(later: readonly LaterMaterial[], codes: readonly string[]): void {
  const waiting = new Set(later.filter(({ passed }) => passed === null).map(({ code }) => code));
  for (const [n, code] of codes.entries()) {
    if (waiting.has(code)) continue;
    throw fieldRule(`/materials/${n}`, 'material-not-waiting', {
      zh: '该材料不在待转交之列',
      en: 'This material does not wait to be passed on',
    });
  }
}

function dayOf({ transferredOn }: InjuryApplication, passedOn: LocalDate, today: LocalDate): LocalDate {
  if (passedOn <= today && (transferredOn === null || passedOn >= transferredOn)) return passedOn;
  throw fieldRule('/passedOn', 'passed-out-of-order', {
    zh: '转交之日不能早于移交，也不能晚于今天',
    en: 'The day is before the transfer or has not come yet',
  });
}

/**
 * What the fifteen days wait for (工伤认定办法 art. 8): the materials that lacked, and the day of the event, which the form
 * states (art. 18). A code or a consent that only lacks here keeps the authority from nothing.
 */
function awaitedBy({ materials, later, baseOn }: InjuryApplication): string[] {
  const isDayLate = baseOn === null || later.some(({ code }) => code === 'event-day');
  return [...missingOf(materials), ...(isDayLate ? ['event-day'] : [])];
}

/** The fifteen days to accept, since the day the authority had the last of what it lacked. */
function acceptanceOf(input: Moment & { found: InjuryApplication }, later: LaterMaterial[]): InjuryClock[] {
  const { found } = input;
  if (found.state !== 'TRANSFERRED') return [];
  const firsts = awaitedBy(found).map((missing) => {
    const days = later.flatMap(({ code, passed }) => (code === missing && passed ? [passed.passedOn] : []));
    return days.toSorted()[0];
  });
  const last = firsts.toSorted().at(-1);
  // A day that is missing sorts last.
  return last === undefined ? [] : [openFrom(newId(), 'accept', ACCEPT, { ...input, from: last })];
}

/** Hands on to the authority what came later, all of it unless told. */
export function decidePassingOn(
  input: Moment & { found: InjuryApplication; clocks: readonly InjuryClock[] },
  body: Omit<PassedOn, 'passedOn'> & { passedOn?: LocalDate | undefined; materials?: string[] | undefined },
): Decision {
  const { found, clocks, now } = input;
  if (!hasWaiting(found)) {
    throw refuse('conflict', 'nothing-to-pass-on', {
      zh: '没有待转交的材料',
      en: 'Nothing waits to be passed on',
    });
  }
  const { receiver, receiptNumber, materials: codes } = body;
  const today = localDateOf(now);
  const passedOn = dayOf(found, body.passedOn ?? today, today);
  ensureWaiting(found.later, codes ?? []);
  const isChosen = ({ code, passed }: LaterMaterial) =>
    passed === null && (codes === undefined || codes.includes(code));
  const later = found.later.map((each) => {
    if (!isChosen(each)) return each;
    // What was passed on was here by then, on whatever later day the window wrote it down.
    const isWrittenLater = each.broughtOn > passedOn;
    const broughtOn = isWrittenLater ? passedOn : each.broughtOn;
    return { ...each, broughtOn, passed: { receiver, receiptNumber, passedOn } };
  });
  const isAwaited = clocks.every(({ kind }) => kind !== 'accept');
  return {
    set: { later },
    clocks: isAwaited ? acceptanceOf(input, later) : [],
    change: {
      passedOn,
      receiptNumber,
      materials: [...new Set(found.later.filter(isChosen).map(({ code }) => code))],
    },
  };
}
