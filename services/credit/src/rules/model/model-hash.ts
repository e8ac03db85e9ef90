/** The name of a model's content: the same document has the same hash wherever it is written down. */
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ScoreModelDocument } from './score-model.ts';

/** The document as canonical JSON (RFC 8785), and its SHA-256 in hex. */
export function canonicalModel(document: ScoreModelDocument): { text: string; hash: string } {
  const text = canonicalize(document) ?? '';
  return { text, hash: hash('sha256', text, 'hex') };
}
