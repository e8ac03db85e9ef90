import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@qinwu/domain/id';
import { FIRST_PREVIOUS, lineHash, signCheckpoint } from '@qinwu/platform/ledger/checkpoint';
import { type ChainHead, type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { EXPORT_FORMAT } from '@qinwu/platform/ledger/export-line';
import { packLeaves } from '@qinwu/platform/ledger/leaf-list';
import { leafHash, merkleRoot } from '@qinwu/platform/ledger/merkle';

/** An Ed25519 key pair for checkpoints. */
export const keys = generateKeyPairSync('ed25519');

/** The private key as a service's configuration carries it. */
export const ledgerKey: string = keys.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

/** Entries of many cases as they would happen, case after case in turn. */
export function entriesOf(cases: number, stepsEach: number, park = 'park-1'): LedgerEntry[] {
  const heads = new Map<string, ChainHead>();
  const ids = Array.from({ length: cases }, newId);
  const entries: LedgerEntry[] = [];
  for (let step = 0; step < stepsEach; step++) {
    for (const caseId of ids) {
      const at = new Date(Date.UTC(2025, 7, 31, 1, step));
      const change = { state: `STATE_${step}`, note: 'v1.0a1b2c3d.bm90IHJlYWxseSBjaXBoZXJ0ZXh0', step };
      const entry = makeEntry(
        { park, caseKind: 'grievance', caseId, at, actor: 'officer-1', action: 'move', change },
        heads.get(caseId) ?? null,
      );
      heads.set(caseId, entry);
      entries.push(entry);
    }
  }
  return entries;
}

/** The lines of an export of these entries, header first. */
export function exportOf(entries: readonly LedgerEntry[], checkpoint: number): string[] {
  const header = JSON.stringify({
    format: EXPORT_FORMAT,
    exportedAt: '2025-09-01T00:00:00.000Z',
    checkpoint,
  });
  return [header, ...entries.map((entry) => JSON.stringify({ ...entry, at: entry.at.toISOString() }))];
}

/** The checkpoint lines that seal these entries in order, `size` at a time. */
export function checkpointsOf(entries: readonly LedgerEntry[], size: number): string[] {
  const lines: string[] = [];
  for (let from = 0; from < entries.length; from += size) {
    const batch = entries.slice(from, from + size);
    const last = lines.at(-1);
    const root = merkleRoot(batch.map((entry) => leafHash(entry.caseId, entry.seq, entry.hash)));
    lines.push(
      signCheckpoint(
        {
          service: 'test',
          number: lines.length + 1,
          sealedAt: '2025-09-01T00:00:00.000Z',
          entries: batch.length,
          root: root.toString('hex'),
          leaves: packLeaves(batch),
          previous: last === undefined ? FIRST_PREVIOUS : lineHash(last),
        },
        keys.privateKey,
      ),
    );
  }
  return lines;
}
