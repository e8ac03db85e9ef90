import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { commit } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { type CheckedMediator, checkMediator, type MediatorBody } from '../rules/mediator-body.ts';
import { findOptionalMediator, type MediatorRow, saveMediator } from '../store/mediators.ts';

/** What the ledger says of an entry: whether numbers were declared, never which. */
function lineOf(row: MediatorRow): Record<string, unknown> {
  const { id: _id, parkId: _park, version: _version, ledgerHash: _hash, recordedAt: _at, ...shown } = row;
  const { citizenIndex, phoneIndex, relatives } = row;
  return {
    ...shown,
    citizenIndex: citizenIndex !== null,
    phoneIndex: phoneIndex !== null,
    relatives: relatives.length,
  };
}

/** Numbers as keyed hashes; those that were not sent stay as they were. */
function indexesOf(
  { keyring }: Deps,
  { citizenId, phone, relatives }: CheckedMediator,
  before: MediatorRow | null,
): Pick<MediatorRow, 'citizenIndex' | 'phoneIndex' | 'relatives'> {
  const index = (kind: string, number: string) => keyring.blindIndex(kind, number);
  const own = (kind: string, number: string | null | undefined, kept: string | null | undefined) =>
    number === undefined ? (kept ?? null) : number && index(kind, number);
  const theirs = relatives?.map(({ kind, number }) => index(kind, number));
  return {
    citizenIndex: own('citizen-id', citizenId, before?.citizenIndex),
    phoneIndex: own('phone', phone, before?.phoneIndex),
    relatives: theirs === undefined ? (before?.relatives ?? []) : [...new Set(theirs)],
  };
}

/** The entry as it will stand, before its ledger entry. */
function rowOf(
  deps: Deps,
  { code, body, before }: { code: string; body: MediatorBody; before: MediatorRow | null },
  { park, now }: { park: string; now: Date },
): MediatorRow {
  const checked = checkMediator(body, before);
  return {
    id: before?.id ?? newId(),
    parkId: park,
    code,
    version: (before?.version ?? 0) + 1,
    ledgerHash: '',
    name: body.name,
    subject: body.subject,
    organisationKind: body.organisation.kind,
    organisationName: body.organisation.name,
    kinds: body.kinds,
    languages: body.languages,
    categories: body.categories,
    grids: body.grids,
    employer: checked.employer,
    ...indexesOf(deps, checked, before),
    certifiedFrom: body.certifiedFrom,
    certifiedUntil: body.certifiedUntil ?? null,
    active: body.active,
    recordedAt: before?.recordedAt ?? now,
  };
}

/**
 * Enters a mediator in the roster or changes the entry, with its ledger entry. `expected` refuses unless the caller
 * has seen the entry as it stands, null where there is none yet.
 */
export async function putMediator(
  deps: Deps,
  { actor, now }: Caller,
  { code, body, expected }: { code: string; body: MediatorBody; expected(before: MediatorRow | null): void },
): Promise<{ row: MediatorRow; isNew: boolean }> {
  const before = await findOptionalMediator(deps.db, actor.park, code);
  expected(before);
  const row = rowOf(deps, { code, body, before }, { park: actor.park, now });
  const { id } = row;
  const entry = makeEntry(
    {
      park: actor.park,
      caseKind: 'mediator',
      caseId: id,
      at: now,
      actor: actor.id,
      action: before === null ? 'listed' : 'changed',
      change: lineOf(row),
    },
    before === null ? null : { seq: before.version, hash: before.ledgerHash },
  );
  const values = { ...row, ledgerHash: entry.hash, expectedVersion: before?.version ?? 0 };
  try {
    await commit(deps.db, { statement: saveMediator, values, entry, events: [] });
  } catch (error) {
    if (constraintOf(error) !== 'mediator_subject_key') throw error;
    throw refuse('conflict', 'subject-taken', {
      zh: '该账号已登记为另一名调解员',
      en: 'The account belongs to another mediator',
    });
  }
  deps.log.info({ mediator: id, code }, 'mediator saved');
  return { row, isNew: before === null };
}
