/** The agreement with what was put under its text. */
import type { DocumentModel } from '../documents/document-model.ts';
import type { SignatureKind } from '../vocabulary.ts';

const KINDS: Record<SignatureKind, string> = {
  electronic: '电子签名',
  ink: '手写签名',
  fingerprint: '按指印',
  stamp: '盖章',
};

interface Under {
  isEffective: boolean;
  sealedOn: string | null;
  textHash: string;
  signers: readonly {
    role: string;
    name: string;
    signature: { kind: SignatureKind; signedAt: Date; textHash: string } | undefined;
  }[];
  dayOf: (at: Date) => string;
}

/** The document to print: its text as it was drafted, then signatures and seal; one not in effect says 草稿. */
export function signedDocument(document: DocumentModel, under: Under): DocumentModel {
  const { isEffective, sealedOn, textHash, signers, dayOf } = under;
  const { organisation } = document;
  return {
    ...document,
    // Above the text and no part of it, so that the hash on the page stays that of the text.
    organisation: isEffective ? organisation : `草稿（未生效）　${organisation}`,
    blocks: [
      ...document.blocks,
      {
        kind: 'signatures',
        signatories: signers.map(({ role, name, signature }) => ({
          role,
          name,
          ...(signature === undefined
            ? {}
            : {
                signature: {
                  kind: KINDS[signature.kind],
                  day: dayOf(signature.signedAt),
                  hash: signature.textHash,
                },
              }),
        })),
      },
      {
        kind: 'seal',
        seal: {
          organisation,
          day: sealedOn ?? document.day,
          ...(sealedOn === null ? {} : { sealed: { day: sealedOn, hash: textHash } }),
        },
      },
    ],
  };
}
