import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import type { Page } from '@qinwu/domain/page';
import { retryStale } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { canonicalText } from '../documents/canonical-text.ts';
import { seesItem } from '../rules/evidence.ts';
import { addressInAgreement, ensureSeals, sealedAlready, sealedRef, withAddress } from '../rules/seal.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import type { CaseRow } from '../store/case-table.ts';
import { evidenceValues, listEvidence } from '../store/evidence.ts';
import { listPart } from '../store/part-pages.ts';
import { findSeal, type SealRow, saveCaseWithSeal, seal, sealValues } from '../store/seals.ts';
import type { Sealable } from '../vocabulary.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { readAgreement } from './open-agreement.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { type PageQuery, pageOf } from './part-page.ts';
import { openPart, sealPart } from './seal-part.ts';

/** What is sealed of a seal itself. */
export interface SealContent {
  reason: string;
  liftReason: string | null;
}

export interface OpenedSeal extends SealRow {
  said: SealContent | null;
}

const at = (id: string) => ({ column: 'seal', id });

function opened(deps: Deps, found: OpenedCase, row: SealRow): OpenedSeal {
  return { ...row, said: openPart<SealContent>(deps, found, at(row.id), row.content) };
}

/** A page of a case's seals, for those who run it. */
export async function readSeals(
  deps: Deps,
  { actor }: Caller,
  { id, page }: { id: string; page: PageQuery },
): Promise<Page<OpenedSeal>> {
  const found = await openCase(deps, actor, id);
  ensureRunsCase(found.standing);
  const { items, next } = await pageOf(page, { seals: id }, (position) =>
    listPart(deps.db, seal, { park: actor.park, caseId: id, ...position }),
  );
  return { items: items.map((row) => opened(deps, found, row)), next };
}

/**
 * What becomes of the agreement when an address is sealed: a draft that names it has to be drawn up anew, one in effect
 * is refused, since its text is what was signed and both sides have it.
 */
async function agreementAfter(
  deps: Deps,
  found: OpenedCase,
  ref: string,
): Promise<Pick<CaseRow, 'agreementStanding'> | undefined> {
  const { agreementStanding: standing } = found.row;
  const address = found.content?.parties[ref]?.address ?? null;
  if (standing === null || address === null) return undefined;
  if (standing === 'drafted' || standing === 'outdated') return { agreementStanding: 'outdated' };
  const agreement = await readAgreement(deps, found);
  const document = agreement?.content?.document;
  if (document !== undefined && canonicalText(document).includes(address)) throw addressInAgreement();
  return undefined;
}

/** What a seal sets on the record it is about. */
async function effectOf(
  deps: Deps,
  found: OpenedCase,
  { what, ref }: { what: Sealable; ref: string },
  isSealed: boolean,
): Promise<{ set: Partial<CaseRow>; evidence: string }> {
  const { row } = found;
  const none = evidenceValues([]);
  if (what === 'case') return { set: { sealed: isSealed }, evidence: none };
  if (what === 'party-address') {
    const agreement = isSealed ? await agreementAfter(deps, found, ref) : undefined;
    return { set: { parties: withAddress(row.parties, ref, isSealed), ...agreement }, evidence: none };
  }
  const items = (await listEvidence(deps.db, row.parkId, row.id)).filter(({ id }) => id === ref);
  return { set: {}, evidence: evidenceValues(items.map((item) => ({ ...item, sealed: isSealed }))) };
}

async function changeOf(deps: Deps, found: OpenedCase, row: SealRow, reason: string): Promise<CaseChange> {
  const isSealed = row.liftedAt === null;
  const { set, evidence } = await effectOf(deps, found, row, isSealed);
  return {
    action: isSealed ? 'sealed' : 'seal-lifted',
    set,
    change: {
      seal: row.id,
      what: row.what,
      ref: row.ref,
      ...(set.agreementStanding === undefined ? {} : { agreement: set.agreementStanding }),
    },
    words: { reason },
    statement: saveCaseWithSeal,
    values: { seal: sealValues([row]), evidence },
  };
}

/** Seals a case, an item of evidence or a party's address. */
export async function sealCase<A>(
  deps: Deps,
  caller: Caller,
  {
    id,
    what,
    ref,
    reason,
    ifMatch,
  }: { id: string; what: Sealable; ref: string | undefined; reason: string; ifMatch: number | null },
  present: (made: OpenedSeal) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureSeals(actor, found.standing);
    const items = await listEvidence(deps.db, actor.park, id);
    const seen = items.filter((item) => item.sealed || seesItem(item, found.standing, actor.id));
    const sealId = newId();
    const said: SealContent = { reason, liftReason: null };
    const row: SealRow = {
      id: sealId,
      parkId: actor.park,
      caseId: id,
      what,
      ref: sealedRef({ what, ref }, found.row, seen),
      content: sealPart(deps, found, at(sealId), said),
      sealedBy: actor.id,
      at: now,
      liftedBy: null,
      liftedAt: null,
    };
    try {
      return await commitCase(
        deps,
        caller,
        found,
        await changeOf(deps, found, row, reason),
        present({ ...row, said }),
      );
    } catch (error) {
      throw constraintOf(error) === 'seal_in_force' ? sealedAlready() : error;
    }
  });
}

/** Lifts a seal 解除封存. */
export async function liftSeal<A>(
  deps: Deps,
  caller: Caller,
  { id, sealId, reason, ifMatch }: { id: string; sealId: string; reason: string; ifMatch: number | null },
  present: (lifted: OpenedSeal) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureSeals(actor, found.standing);
    const before = await findSeal(deps.db, { park: actor.park, caseId: id, id: sealId });
    if (before === null)
      throw refuse('missing', 'seal-missing', { zh: '没有该封存记录', en: 'There is no such seal' });
    if (before.liftedAt !== null) {
      throw refuse('conflict', 'seal-lifted', { zh: '已经解除封存', en: 'The seal was lifted already' });
    }
    const said: SealContent = { reason: opened(deps, found, before).said?.reason ?? '', liftReason: reason };
    const row: SealRow = {
      ...before,
      content: sealPart(deps, found, at(sealId), said),
      liftedBy: actor.id,
      liftedAt: now,
    };
    return commitCase(
      deps,
      caller,
      found,
      await changeOf(deps, found, row, reason),
      present({ ...row, said }),
    );
  });
}
