import { inputsChanged } from '@qinwu/contracts/events/credit';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../../deps.ts';
import type { LaidOut } from './lay-out-inputs.ts';

/** Announces of an enterprise, as it was laid out, which indicators count differently; nothing where none does. */
export function inputsEvent(
  deps: Deps,
  { uscc, version, knownAt }: LaidOut,
  codes: readonly string[],
  { park, now, traceparent }: { park: string; now: Date; traceparent?: string | undefined },
): OutboxRow[] {
  if (codes.length === 0) return [];
  const data = { uscc, codes: [...codes], changedAt: knownAt.toISOString() };
  return deps.announce(inputsChanged, {
    park,
    subject: uscc,
    sequence: version,
    data,
    time: now,
    traceparent,
  });
}
