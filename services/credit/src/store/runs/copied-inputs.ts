/** Reads what COPY wrote of enterprises and their inputs. */
import { RowReader } from '@qinwu/platform/db/binary-rows';

/** The enterprise that was read last; the next one takes its place. */
export interface CopiedInputs {
  uscc: string;
  industry: string | null;
  /** False where there are no inputs for the cut. */
  hasInputs: boolean;
  /** By slot, the first one at 0; NaN where nothing is known. */
  readonly slots: Float64Array;
  negatives: Readonly<Record<string, number>>;
}

const NO_NEGATIVES: Readonly<Record<string, number>> = {};

/** The enterprises of a slice one after the other, in one object; a slot more than `slots` is not read. */
export function* readCopied(bytes: Buffer, slots: number): Generator<CopiedInputs> {
  const reader = new RowReader(bytes);
  const read: CopiedInputs = {
    uscc: '',
    industry: null,
    hasInputs: false,
    slots: new Float64Array(slots),
    negatives: NO_NEGATIVES,
  };
  while (reader.next()) {
    read.uscc = reader.ascii() ?? '';
    read.industry = reader.ascii();
    read.hasInputs = reader.int8Array(read.slots);
    read.negatives = negativesIn(reader.text());
    yield read;
  }
}

/** Almost nobody has any: what is empty is not parsed. */
function negativesIn(text: string | null): Readonly<Record<string, number>> {
  return text === null ? NO_NEGATIVES : (JSON.parse(text) as Record<string, number>);
}
