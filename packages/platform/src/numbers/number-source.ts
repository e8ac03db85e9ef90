import { formatCaseNumber } from '@qinwu/domain/case-number';
import type { LocalDate } from '@qinwu/domain/local-date';
import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { domainErrorOf } from '../db/database-error.ts';
import { secondConnectionFault } from '../db/open-transaction.ts';

/** Hands out case numbers: unique per park, prefix and day, rising within a process, gaps allowed. */
export interface NumberSource {
  /** The next number, as `GR-20250831-000123`. Not inside a transaction: a refill needs a connection. */
  next(park: string, prefix: string, date: LocalDate): Promise<string>;
  /** `count` numbers at once, for a batch that is written in one transaction afterwards. */
  take(park: string, prefix: string, date: LocalDate, count: number): Promise<string[]>;
}

/** A run of reserved numbers, from `next` to before `end`. */
interface Block {
  next: number;
  end: number;
  size: number;
  reservedAt: number;
  refill: Promise<void> | null;
}

const FIRST_SIZE = 100;
const LARGEST_SIZE = 1_000;
/** A block used up sooner than this is too small. */
const GROW_WITHIN_MS = 1_000;
/** Blocks kept in memory; the rest of an old day's block becomes a gap. */
const BLOCKS_KEPT = 1_000;

/** A source that reserves blocks of numbers for this process with one statement each. */
export function createNumberSource(db: Database): NumberSource {
  const blocks = new Map<string, Block>();

  async function take(park: string, prefix: string, date: LocalDate, count: number): Promise<string[]> {
    const fault = secondConnectionFault(db.pool);
    if (fault) throw fault;
    const block = blockOf(blocks, JSON.stringify([park, prefix, date]));
    const numbers: string[] = [];
    while (numbers.length < count) {
      if (block.next < block.end) numbers.push(formatCaseNumber(prefix, date, block.next++));
      else await refill(db, block, { park, prefix, date, wanted: count - numbers.length });
    }
    return numbers;
  }

  return {
    take,
    async next(park, prefix, date) {
      const [number = ''] = await take(park, prefix, date, 1);
      return number;
    },
  };
}

function blockOf(blocks: Map<string, Block>, name: string): Block {
  let block = blocks.get(name);
  if (!block) {
    if (blocks.size >= BLOCKS_KEPT) blocks.delete(blocks.keys().next().value ?? '');
    block = { next: 0, end: 0, size: 0, reservedAt: 0, refill: null };
    blocks.set(name, block);
  }
  return block;
}

interface Wanted {
  park: string;
  prefix: string;
  date: LocalDate;
  wanted: number;
}

/** Everyone who finds the block empty waits for the same reservation. */
async function refill(db: Database, block: Block, wanted: Wanted): Promise<void> {
  block.refill ??= reserve(db, block, wanted).finally(() => {
    block.refill = null;
  });
  await block.refill;
}

async function reserve(db: Database, block: Block, { park, prefix, date, wanted }: Wanted): Promise<void> {
  const now = performance.now();
  const hurried = block.size > 0 && now - block.reservedAt < GROW_WITHIN_MS;
  const grown = hurried ? Math.min(block.size * 2, LARGEST_SIZE) : Math.max(block.size, FIRST_SIZE);
  const size = Math.max(grown, Math.min(wanted, LARGEST_SIZE));
  try {
    const { rows } = await db.pool.query<{ end: string }>({
      name: 'reserve-numbers',
      text: `insert into number_block as b (park_id, prefix, day, next) values ($1, $2, $3, 1 + $4::int)
        on conflict (park_id, prefix, day) do update set next = b.next + $4::int
        returning next as end`,
      values: [park, prefix, date, size],
    });
    const end = Number(rows[0]?.end);
    Object.assign(block, { next: end - size, end, size, reservedAt: now });
  } catch (error) {
    throw domainErrorOf(error) ?? error;
  }
}

/** Numbers for records made inside a transaction; given back where it is rolled back, so a rehearsal uses none up. */
export async function takeNumbersIn(
  tx: Tx,
  park: string,
  { prefix, date, count }: { prefix: string; date: LocalDate; count: number },
): Promise<string[]> {
  if (count === 0) return [];
  const { rows } = await tx.execute<{ end: string }>(sql`
    insert into number_block as b (park_id, prefix, day, next) values (${park}, ${prefix}, ${date}, 1 + ${count}::int)
    on conflict (park_id, prefix, day) do update set next = b.next + ${count}::int
    returning next as end`);
  const end = Number(rows[0]?.end);
  return Array.from({ length: count }, (_, n) => formatCaseNumber(prefix, date, end - count + n));
}
