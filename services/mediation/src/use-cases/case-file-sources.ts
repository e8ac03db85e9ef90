import { formatYuan } from '@qinwu/domain/money';
import type { Deps } from '../deps.ts';
import { canonicalText } from '../documents/canonical-text.ts';
import type { FiledMinutes, FiledSession } from '../rules/case-file-content.ts';
import { listSessions } from '../store/find-sessions.ts';
import { findMediators } from '../store/mediators.ts';
import { readAgreement } from './open-agreement.ts';
import type { OpenedCase } from './open-case.ts';
import { openPart } from './seal-part.ts';

/** The agreement of a case as it stands, for its file; null where none was drawn up. */
export async function filedAgreement(deps: Deps, found: OpenedCase): Promise<Record<string, unknown> | null> {
  const agreement = await readAgreement(deps, found);
  if (agreement === null) return null;
  const { row, content, instalments, signatures } = agreement;
  return {
    number: row.number,
    revision: row.revision,
    status: row.status,
    text: content === null ? null : canonicalText(content.document),
    textHash: row.textHash,
    instalments: instalments.map(({ seq, dueOn, amount, paid, payer, payee, settledOn }) => ({
      seq,
      dueOn,
      amount: formatYuan(amount),
      paid: formatYuan(paid),
      payer,
      payee,
      settledOn,
    })),
    signatures: signatures.map(({ signerKind, signer, kind, textHash, signedAt }) => ({
      signerKind,
      signer,
      kind,
      textHash,
      signedAt: signedAt.toISOString(),
    })),
  };
}

/** Who mediated a case, for its file. */
export async function filedMediators({ db }: Deps, { row }: OpenedCase) {
  const found = await findMediators(db, row.parkId, row.mediators);
  return found.map(({ name, organisationName }) => ({ name, organisation: organisationName }));
}

/** The sessions of a case that were held, for its file. */
export async function filedSessions({ db }: Deps, { row }: OpenedCase): Promise<FiledSession[]> {
  const sessions = await listSessions(db, row.parkId, row.id);
  return sessions
    .filter(({ status }) => status === 'held')
    .map(({ id, startsAt, endsAt, attendance }) => ({ session: id, startsAt, endsAt, attendance }));
}

/** The minutes of every session of a case, for its file. */
export async function filedMinutes(deps: Deps, found: OpenedCase): Promise<FiledMinutes[]> {
  const sessions = await listSessions(deps.db, found.row.parkId, found.row.id);
  return sessions.flatMap(({ id, startsAt, minutes }) =>
    minutes === null
      ? []
      : {
          session: id,
          at: startsAt,
          minutes: openPart<string>(deps, found, { column: 'session.minutes', id }, minutes),
        },
  );
}
