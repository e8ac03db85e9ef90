import { stopClock } from '../case-clock.ts';
import type { InjuryClock } from './limits.ts';

/** What runs here when an application ends here: the authority has received nothing, so whether its limits were kept stays open. */
export function endedHere(clocks: readonly InjuryClock[], now: Date): InjuryClock[] {
  return clocks
    .filter(({ stoppedAt }) => stoppedAt === null)
    .map((clock) =>
      clock.kind === 'transfer' ? stopClock(clock, now) : { ...clock, stoppedAt: now, nextLightAt: null },
    );
}
