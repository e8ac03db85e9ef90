import { type HistoryLine, isAcknowledged } from '../load/history.ts';
import type { Evidence } from './evidence.ts';

/** What a run came to: figures for the table, and the faults, none of which a sound system has. */
export interface Verdict {
  readonly figures: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** Compares what the clients were told with what the services hold. */
export function judge(history: readonly HistoryLine[], evidence: Evidence): Verdict {
  const answers = Map.groupBy(history.filter(isAcknowledged), (line) => line.key);
  const asked = new Set(history.map((line) => line.key));
  const acknowledged = new Set([...answers.values()].flatMap((lines) => lines.map((line) => line.id)));
  const stored = new Set(evidence.stored);
  const facts = new Set(evidence.facts);
  const effectsOf = (id: string | null): number => evidence.effects.get(id ?? '') ?? 0;

  const figures = {
    asked: asked.size,
    acknowledged: answers.size,
    lost: [...acknowledged].filter((id) => id === null || !stored.has(id)).length,
    storedTwice: Math.max(0, stored.size - asked.size),
    replayed: history.filter((line) => line.op === 'replay' && isAcknowledged(line)).length,
    answeredApart: [...answers.values()].filter(differ).length,
    effectMissing: [...stored].filter((id) => effectsOf(id) === 0).length,
    effectTwice: [...stored].filter((id) => effectsOf(id) > 1).length,
    effectOfNothing: [...evidence.effects.keys()].filter((id) => !stored.has(id)).length,
    factMissing: [...stored].filter((id) => !facts.has(id)).length,
    owed: evidence.owed,
    deadLetters: evidence.deadLetters,
    ledgerEntries: evidence.ledger.entries,
    ledgerSealed: evidence.ledger.sealed,
  };
  return { figures, faults: [...faultsOf(figures), ...ledgerFaults(evidence, stored.size)] };
}

/** Figures that are 0 in a sound run. */
const ZERO = [
  'lost',
  'storedTwice',
  'answeredApart',
  'effectMissing',
  'effectTwice',
  'effectOfNothing',
  'factMissing',
  'owed',
  'deadLetters',
] as const;

function faultsOf(figures: Record<(typeof ZERO)[number] | 'asked' | 'acknowledged', number>): string[] {
  const faults = ZERO.filter((name) => figures[name] !== 0).map((name) => `${name}: ${figures[name]}`);
  const unanswered = figures.asked - figures.acknowledged;
  return unanswered === 0 ? faults : [...faults, `never acknowledged: ${unanswered}`];
}

function ledgerFaults({ ledger }: Evidence, cases: number): string[] {
  if (ledger.fault !== null) return [`the ledger does not verify: ${JSON.stringify(ledger.fault)}`];
  return ledger.entries < cases ? [`the ledger has ${ledger.entries} entries for ${cases} cases`] : [];
}

/** True where one key was answered with two ids or two bodies. */
function differ(lines: readonly HistoryLine[]): boolean {
  return new Set(lines.map((line) => `${line.id} ${line.bodyHash}`)).size > 1;
}
