/** What tells that two applications are about the same accident of the same worker, and who may hear that they are. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type { InjuryCause } from '../../injury-vocabulary.ts';
import type { Party } from '../case.ts';
import { UNNAMED } from '../case-content.ts';
import type { InjuredPerson } from './injury-content.ts';

export interface Accident {
  cause: InjuryCause;
  baseOn: LocalDate | null;
  worker: Pick<InjuredPerson, 'name' | 'idType' | 'idNumber' | 'phone'>;
}

/** A name however its characters and blanks were typed. */
function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s/gu, '').toLowerCase();
}

/** True of two names that are the same however they were typed. */
export function isSameName(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/**
 * An accident by its worker's document, and by name and telephone, since the other filing may give only one of them;
 * null where that, or the day, is not known: then nobody can tell.
 */
export function accidentTexts({ cause, baseOn, worker }: Accident): {
  byIdNumber: string | null;
  byPhone: string | null;
} {
  const { name, idType, idNumber, phone } = worker;
  const text = (...of: unknown[]): string => JSON.stringify([cause, baseOn, ...of]);
  return {
    byIdNumber: baseOn === null || idNumber === null ? null : text(idType, idNumber),
    byPhone: baseOn === null || phone === null || name === UNNAMED ? null : text(plain(name), phone),
  };
}

/**
 * True of a case that may be told of an application it did not open: who only says that they were hurt, or that they
 * are the employer, and filed the case themselves, must stand in the application already. The window and a court have
 * seen whom they register.
 */
export function mayHearOf(
  dispute: { filedBy: string; parties: readonly Party[] },
  application: { workerSubject: string | null; applicantSubject: string | null; employerUscc: string | null },
): boolean {
  const { workerSubject, applicantSubject, employerUscc } = application;
  return dispute.parties
    .filter(({ side }) => side === 'applicant')
    .every(({ kind, uscc, subject }) =>
      kind === 'enterprise'
        ? uscc === employerUscc
        : subject !== dispute.filedBy || subject === workerSubject || subject === applicantSubject,
    );
}
