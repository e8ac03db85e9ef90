/** An application of the past without the consent to data on the injury, as a case had opened it: who, where, and no more. */
import { fieldRules } from '@qinwu/domain/errors';
import { parsePhone } from '@qinwu/domain/phone';
import { parseUscc } from '@qinwu/domain/uscc';
import { gathering } from '../gather-faults.ts';
import { readIdNumber } from '../read-parties.ts';
import type { ImportedInjury } from './imported-row.ts';
import { type InjuryContent, NOTHING_TOLD } from './injury-content.ts';

/** What nobody may keep without that consent, and what is not there before it. */
const CONSENTED = [
  'injury',
  'place',
  'hospital',
  'occurredAt',
  'firstDiagnosedAt',
  'diedAt',
  'diagnosedOn',
  'completeOn',
  'conclusion',
] as const satisfies readonly (keyof ImportedInjury)[];

/** True of a row that says, of the past, that there was no consent. */
export function isBare({ state, sensitiveConsent }: ImportedInjury): boolean {
  return state !== undefined && !sensitiveConsent;
}

/** The row as the application it was. */
export function bareOf(row: ImportedInjury) {
  const { attempt, errors, fault } = gathering();
  for (const name of CONSENTED) {
    if (row[name] === undefined) continue;
    fault(`/${name}`, 'sensitive-consent-missing', {
      zh: '未取得单独同意的，没有此项（个人信息保护法第二十九条）',
      en: 'There is none without the consent to it',
    });
  }
  const phone =
    row.workerPhone === undefined ? null : attempt(() => parsePhone(row.workerPhone ?? '', '/workerPhone'));
  const uscc =
    row.employerUscc === undefined ? null : attempt(() => parseUscc(row.employerUscc ?? '', '/employerUscc'));
  if (errors.length > 0) throw fieldRules(errors);
  const { workerIdNumber: idNumber, workerIdType: idType = 'citizen-id' } = row;
  const at = () => '/workerIdNumber';
  const document =
    idNumber === undefined
      ? { idType: null, idNumber: null }
      : { idType, idNumber: readIdNumber({ idNumber, idType }, at, { attempt, fault }) };
  const unknown = { ...document, gender: null, address: null, position: null };
  const content: Omit<InjuryContent, 'closingNote'> = {
    worker: { ...unknown, name: row.workerName, phone },
    applicant:
      row.applicantName === undefined
        ? null
        : { name: row.applicantName, phone: null, relation: row.relation ?? null },
    employer: { name: row.employerName, contact: null, phone: null },
    ...NOTHING_TOLD,
  };
  return {
    applicantKind: row.applicantKind,
    cause: row.cause,
    legalHead: row.legalHead ?? null,
    workerSubject: null,
    applicantSubject: null,
    employerUscc: uscc,
    baseOn: row.accidentOn ?? null,
    content,
  };
}
