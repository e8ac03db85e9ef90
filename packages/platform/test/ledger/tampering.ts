import { entryHash } from '@qinwu/platform/ledger/entry';
import type { ExportLine } from '@qinwu/platform/ledger/export-line';

/** A generator of numbers below `bound`, the same for the same seed (mulberry32). */
export function seeded(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}

/** One act of tampering with an export, and the entry that a verifier must name first. */
export interface Tampering {
  what: string;
  lines: string[];
  caseId: string;
  seq: number;
}

const parse = (line: string | undefined): ExportLine => JSON.parse(line ?? '');
const COLUMNS = ['park', 'caseKind', 'at', 'actor', 'action', 'body', 'prevHash', 'hash'] as const;

/** Flips one character of one column. */
function edit(lines: readonly string[], at: number, pick: (bound: number) => number): Tampering {
  const line = parse(lines[at]);
  const column = COLUMNS[pick(COLUMNS.length)] ?? 'body';
  const text = line[column];
  const place = pick(text.length);
  const other = text[place] === 'a' ? 'b' : 'a';
  const changed = { ...line, [column]: `${text.slice(0, place)}${other}${text.slice(place + 1)}` };
  return {
    what: `edit ${column}`,
    lines: lines.with(at, JSON.stringify(changed)),
    caseId: line.caseId,
    seq: line.seq,
  };
}

/** Changes the body and makes the entry's own hash fit again. */
function rewrite(lines: readonly string[], at: number): Tampering {
  const line = parse(lines[at]);
  const body = JSON.stringify({ ...JSON.parse(line.body), change: { name: 'forged' } });
  const changed = { ...line, body, hash: entryHash(line.prevHash, body) };
  return {
    what: 'rewrite',
    lines: lines.with(at, JSON.stringify(changed)),
    caseId: line.caseId,
    seq: line.seq,
  };
}

function remove(lines: readonly string[], at: number): Tampering {
  const { caseId, seq } = parse(lines[at]);
  return { what: 'delete', lines: lines.toSpliced(at, 1), caseId, seq };
}

/** Puts in an entry of a case that never was, or a second copy of another entry. */
function insert(lines: readonly string[], at: number, pick: (bound: number) => number): Tampering {
  const copied = parse(lines[1 + pick(lines.length - 1)]);
  const forged = pick(2) === 0 ? copied : { ...copied, caseId: copied.caseId.replace(/.{6}$/, 'ffffff') };
  const { caseId, seq } = forged;
  return { what: 'insert', lines: lines.toSpliced(at, 0, JSON.stringify(forged)), caseId, seq };
}

function swap(lines: readonly string[], at: number, pick: (bound: number) => number): Tampering {
  const other = at + 1 + pick(lines.length - at - 1);
  const { caseId, seq } = parse(lines[at]);
  const changed = lines.with(at, lines[other] ?? '').with(other, lines[at] ?? '');
  return { what: 'swap', lines: changed, caseId, seq };
}

function truncate(lines: readonly string[], at: number): Tampering {
  const { caseId, seq } = parse(lines[at]);
  return { what: 'truncate', lines: lines.slice(0, at), caseId, seq };
}

const ACTS = [edit, rewrite, remove, insert, swap, truncate];

/** Tampers once with an export (its first line is the header), at a random place, in a random way. */
export function tamper(lines: readonly string[], pick: (bound: number) => number): Tampering {
  const act = ACTS[pick(ACTS.length)] ?? edit;
  return act(lines, 1 + pick(lines.length - 2), pick);
}

/** Rewrites one entry and everything after it in its case, so that the chain fits again. */
export function rewriteChain(lines: readonly string[], at: number): Tampering {
  const first = parse(lines[at]);
  let prevHash = first.prevHash;
  const rewritten = lines.map((text, index) => {
    if (index < at) return text;
    const line = parse(text);
    if (line.caseId !== first.caseId) return text;
    const forged = index === at ? { actor: 'somebody-else' } : {};
    const body = JSON.stringify({ ...JSON.parse(line.body), ...forged });
    const changed = { ...line, ...forged, body, prevHash, hash: entryHash(prevHash, body) };
    prevHash = changed.hash;
    return JSON.stringify(changed);
  });
  return { what: 'rewrite chain', lines: rewritten, caseId: first.caseId, seq: first.seq };
}
