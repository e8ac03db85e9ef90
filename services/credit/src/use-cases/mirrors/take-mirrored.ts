import type { EventDefinition } from '@qinwu/contracts/define-event';
import type { Tx } from '@qinwu/platform/db/database';
import type { ReceivedEvent } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../../deps.ts';
import { keepNewest, type MirroredRow, type MirrorTable } from '../../store/mirrors/keep-newest.ts';
import { countTouched } from './count-mirrored.ts';
import { type CountedIndicator, refOf } from './counted-indicators.ts';

/** What a service is told of another's records: where it keeps them, and which indicator counts them. */
export interface Mirror<T extends MirrorTable> {
  readonly table: T;
  readonly key: readonly (keyof MirroredRow<T> & string)[];
  readonly indicator: CountedIndicator;
}

/** Keeps what a batch of events tells of records, and counts the enterprises anew whose records are others now. */
export async function takeMirrored<T extends MirrorTable, E extends EventDefinition>(
  deps: Deps,
  tx: Tx,
  mirror: Mirror<T>,
  events: readonly ReceivedEvent<E>[],
  rowOf: (event: ReceivedEvent<E>) => MirroredRow<T>,
): Promise<void> {
  const kept = await keepNewest(tx, mirror, events.map(rowOf));
  const byId = new Map(events.map((event) => [event.id, event]));
  for (const [park, changes] of Map.groupBy(kept, (change) => change.park)) {
    const touched = changes.flatMap(({ eventId, usccs }) => {
      const { type = '', subject = '' } = byId.get(eventId) ?? {};
      return usccs.map((uscc) => ({ uscc, cause: { eventId, ref: refOf(type, subject) } }));
    });
    const { traceparent } = events.find((event) => event.park === park) ?? {};
    await countTouched(deps, tx, mirror.indicator, { park, touched, traceparent });
  }
}
