/**
 * Writing off 清单化销号: one line of the ledger is struck out only on evidence, verified by somebody who did not
 * handle it. Who verifies is a guard; what counts as evidence is here.
 */
import { fieldRule } from '@qinwu/domain/errors';
import type { BodyOf } from './action-bodies.ts';
import type { Grievance } from './grievance.ts';
import { agreementEvidence } from './referral.ts';

/** The fields a write-off sets; refuses one without any evidence: new, from the handling, or what mediation agreed. */
export function writeOff(
  grievance: Grievance,
  body: BodyOf<'write-off'>,
  verifier: string,
): Pick<Grievance, 'evidence' | 'evidenceDocuments' | 'evidenceNote' | 'verifiedBy'> {
  const evidence = [...new Set([...grievance.evidence, ...(body.files ?? [])])];
  const evidenceDocuments = [...new Set([...agreementEvidence(grievance), ...(body.documents ?? [])])];
  if (evidence.length + evidenceDocuments.length === 0) {
    throw fieldRule('/files', 'evidence-missing', {
      zh: '销号须附佐证文件或文号',
      en: 'A write-off needs a file or the number of a document as evidence',
    });
  }
  return { evidence, evidenceDocuments, evidenceNote: body.statement, verifiedBy: verifier };
}
