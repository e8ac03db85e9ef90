import { titleGranted, titleRevoked } from '@qinwu/contracts/events/cockpit';
import { milestoneReached } from '@qinwu/contracts/events/investment';
import { certificateIssued } from '@qinwu/contracts/events/talent';
import type { Tx } from '@qinwu/platform/db/database';
import type { Span } from '../../rules/inputs/count-spans.ts';
import { certificateSpan, milestoneSpan, titleSpan } from '../../rules/mirrors/mirrored-spans.ts';
import {
  type Enterprises,
  listCertificates,
  listMilestones,
  listTitles,
} from '../../store/mirrors/mirrors.ts';

/** The event of another service that a count follows from. */
export interface EventCause {
  readonly eventId: string;
  readonly ref: string;
}

/** Days on which something announced counts for an enterprise, with the event that told of it last. */
export interface MirroredSpan {
  readonly uscc: string;
  readonly span: Span;
  readonly cause: EventCause;
}

/** An indicator whose value is a count of what other services announced. */
export interface CountedIndicator {
  readonly code: string;
  readonly unit: string;
  spans(tx: Tx, of: Enterprises): Promise<MirroredSpan[]>;
}

/** An event as a value names it: its type and the record it is about. */
export function refOf(type: string, subject: string): string {
  return `${type} ${subject}`;
}

function mirrored(
  { uscc, eventId }: { uscc: string | null; eventId: string },
  span: Span | null,
  ref: string,
): MirroredSpan[] {
  return uscc === null || span === null ? [] : [{ uscc, span, cause: { eventId, ref } }];
}

export const certificateCount: CountedIndicator = {
  code: 'L2',
  unit: '人',
  async spans(tx, of) {
    const rows = await listCertificates(tx, of);
    return rows.flatMap((row) =>
      mirrored(row, certificateSpan(row), refOf(certificateIssued.type, row.certificateId)),
    );
  },
};

export const titleCount: CountedIndicator = {
  code: 'L3',
  unit: '项',
  async spans(tx, of) {
    const rows = await listTitles(tx, of);
    return rows.flatMap((row) => {
      const { type } = row.revokedOn === null ? titleGranted : titleRevoked;
      return mirrored(row, titleSpan(row), refOf(type, row.titleId));
    });
  },
};

export const milestoneCount: CountedIndicator = {
  code: 'L4',
  unit: '项',
  async spans(tx, of) {
    const rows = await listMilestones(tx, of);
    return rows.flatMap((row) =>
      mirrored(row, milestoneSpan(row), refOf(milestoneReached.type, row.projectId)),
    );
  },
};

export const countedIndicators: readonly CountedIndicator[] = [certificateCount, titleCount, milestoneCount];
