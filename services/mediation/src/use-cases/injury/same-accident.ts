import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Deps } from '../../deps.ts';
import { type Accident, accidentTexts } from '../../rules/injury/same-accident.ts';
import { injuryStandingOf } from '../../rules/injury/standing.ts';
import { type AccidentKeys, findFiledInjury } from '../../store/injury-accident.ts';

const CONSTRAINTS: ReadonlySet<string | null> = new Set([
  'injury_application_accident_id_key',
  'injury_application_accident_phone_key',
]);

/** The accident as keyed hashes, by which the database holds its applications apart. */
export function accidentIndexes({ keyring }: Pick<Deps, 'keyring'>, of: Accident): AccidentKeys {
  const { byIdNumber, byPhone } = accidentTexts(of);
  return {
    accidentIdIndex: byIdNumber === null ? null : keyring.blindIndex('accident-id-number', byIdNumber),
    accidentPhoneIndex: byPhone === null ? null : keyring.blindIndex('accident-phone', byPhone),
  };
}

/** True of an error that says that the accident has its application. */
export function isFiledTwice(error: unknown): boolean {
  return CONSTRAINTS.has(constraintOf(error));
}

/** The refusal of an accident that has its application. */
export function alreadyFiled(existing: { id: string; number: string } | null): Error {
  return refuse(
    'conflict',
    'injury-already-filed',
    {
      zh: '该职工的同一事故伤害（或职业病诊断）已有工伤认定申请，不重复收件；需要查看的，请持身份证明到窗口登记账号',
      en: 'This accident of this worker has its application: have the window enter your account to read it',
    },
    existing === null ? {} : { extra: { existing } },
  );
}

/** The same refusal; it names the application to whoever stands in it. */
export async function refuseFiledTwice(
  { db }: Deps,
  actor: Actor,
  row: { id: string; parkId: string } & AccidentKeys,
): Promise<Error> {
  const found = await findFiledInjury(db.orm, row.parkId, row, row.id);
  if (found === null || injuryStandingOf(actor, found.row, found.sealed) === null) return alreadyFiled(null);
  const { id, number } = found.row;
  return alreadyFiled({ id, number });
}
