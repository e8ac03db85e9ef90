/** What an application must satisfy beyond its form: every fault at once. */
import type { Actor } from '@qinwu/domain/actor';
import { fieldRules } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { parsePhone } from '@qinwu/domain/phone';
import { parseUscc } from '@qinwu/domain/uscc';
import type { ApplicantKind, InjuryCause, LegalHead } from '../../injury-vocabulary.ts';
import { type Gathering, gathering } from '../gather-faults.ts';
import { readIdNumber } from '../read-parties.ts';
import { checkDelegated, checkFiler, checkNamed, subjectsOf } from './filer.ts';
import type { InjuryContent } from './injury-content.ts';
import type { InjuryIntakeBody, Stated } from './intake-body.ts';

type Event = InjuryIntakeBody['event'];
export interface CheckedInjury {
  applicantKind: ApplicantKind;
  cause: InjuryCause;
  legalHead: LegalHead | null;
  workerSubject: string | null;
  applicantSubject: string | null;
  employerUscc: string;
  /** The day the limits run from. */
  baseOn: LocalDate;
  content: Omit<InjuryContent, 'closingNote'>;
}

function checkInstants(event: Event, now: Date, { fault }: Gathering): void {
  const { occurredAt, firstDiagnosedAt, diedAt, diagnosedOn } = event;
  const future = { zh: '时间不能晚于现在', en: 'This has not happened yet' };
  for (const [name, at] of Object.entries({ occurredAt, firstDiagnosedAt, diedAt })) {
    if (at !== undefined && Date.parse(at) > now.getTime()) fault(`/event/${name}`, 'time-in-future', future);
  }
  if (diagnosedOn !== undefined && diagnosedOn > localDateOf(now)) {
    fault('/event/diagnosedOn', 'date-in-future', { zh: '日期不能晚于今天', en: 'The day has not come yet' });
  }
  if (occurredAt === undefined) return;
  const before = { zh: '不能早于事故发生', en: 'cannot be before the accident' };
  if (diagnosedOn !== undefined && diagnosedOn < localDateOf(new Date(occurredAt))) {
    fault('/event/diagnosedOn', 'diagnosis-before-accident', before);
  }
  if (firstDiagnosedAt !== undefined && Date.parse(firstDiagnosedAt) < Date.parse(occurredAt)) {
    fault('/event/firstDiagnosedAt', 'diagnosis-before-accident', before);
  }
  if (diedAt !== undefined && Date.parse(diedAt) < Date.parse(occurredAt)) {
    fault('/event/diedAt', 'death-before-accident', before);
  }
}

/** The day of the accident, or that of the diagnosis of an occupational disease (art. 17). */
function baseOf({ cause, event }: Pick<Stated, 'cause' | 'event'>, { fault }: Gathering): LocalDate | null {
  if (cause === 'accident') {
    if (event.occurredAt !== undefined) return localDateOf(new Date(event.occurredAt));
    fault('/event/occurredAt', 'accident-time-missing', {
      zh: '须填写事故发生时间',
      en: 'Say when the accident happened',
    });
    return null;
  }
  if (event.diagnosedOn !== undefined) return event.diagnosedOn;
  fault('/event/diagnosedOn', 'diagnosis-missing', {
    zh: '职业病须填写诊断、鉴定之日',
    en: 'An occupational disease has a day of diagnosis',
  });
  return null;
}

function checkApplicant({ applicantKind, applicant }: Stated, { fault }: Gathering): void {
  const speaksForOther = applicantKind === 'relative' || applicantKind === 'union';
  if (speaksForOther && applicant === undefined) {
    fault('/applicant', 'applicant-missing', { zh: '须填写申请人', en: 'Say who applies' });
  }
  if (applicantKind === 'relative' && applicant !== undefined && applicant.relation === undefined) {
    fault('/applicant/relation', 'relation-missing', {
      zh: '近亲属须注明与职工的关系',
      en: 'A relative says how they are related',
    });
  }
}

function readWorker({ worker }: Pick<Stated, 'worker'>, { attempt, fault }: Gathering) {
  const { idType, idNumber } = worker;
  const at = (name: string): string => `/worker/${name}`;
  return {
    name: worker.name,
    idType: idType ?? null,
    idNumber: idNumber === undefined ? null : readIdNumber({ idNumber, idType }, at, { fault, attempt }),
    phone: readPhone(worker.phone, '/worker/phone', attempt),
    gender: worker.gender ?? null,
    address: worker.address ?? null,
    position: worker.position ?? null,
  };
}

function readPhone(phone: string | undefined, pointer: string, attempt: Gathering['attempt']): string | null {
  return phone === undefined ? null : attempt(() => parsePhone(phone, pointer));
}

function readUscc(
  { employer: { uscc } }: Pick<Stated, 'employer'>,
  { attempt, fault }: Gathering,
): string | null {
  if (uscc !== undefined) return attempt(() => parseUscc(uscc, '/employer/uscc'));
  fault('/employer/uscc', 'uscc-missing', {
    zh: '用人单位须填写统一社会信用代码',
    en: 'An employer has a code',
  });
  return null;
}

function contentOf(body: Stated, gather: Gathering): CheckedInjury['content'] {
  const { applicant, employer, event } = body;
  const { attempt } = gather;
  return {
    worker: readWorker(body, gather),
    applicant:
      applicant === undefined
        ? null
        : {
            name: applicant.name,
            phone: readPhone(applicant.phone, '/applicant/phone', attempt),
            relation: applicant.relation ?? null,
          },
    employer: {
      name: employer.name,
      contact: employer.contact ?? null,
      phone: readPhone(employer.phone, '/employer/phone', attempt),
    },
    occurredAt: event.occurredAt ?? null,
    firstDiagnosedAt: event.firstDiagnosedAt ?? null,
    diedAt: event.diedAt ?? null,
    place: event.place ?? null,
    course: event.course ?? null,
    injury: event.injury,
    hospital: event.hospital ?? null,
    hints: [...new Set(event.hints ?? [])],
  };
}

/** Checks an application and normalises its identifiers; refuses with every fault (kind rule). */
export function checkInjury(
  body: Stated & Pick<InjuryIntakeBody, 'appliedOn' | 'delegated'>,
  actor: Actor,
  now: Date,
): CheckedInjury {
  const gather = gathering();
  if (body.sensitiveConsent !== true) {
    gather.fault('/sensitiveConsent', 'sensitive-consent-missing', {
      zh: '处理伤情须取得单独同意（个人信息保护法第二十九条）',
      en: 'Data on an injury need a consent of their own',
    });
  }
  checkInstants(body.event, now, gather);
  checkApplicant(body, gather);
  checkFiler(body, actor, gather);
  checkNamed(body, actor, gather);
  checkDelegated(body, actor, gather);
  const baseOn = baseOf(body, gather);
  const { appliedOn } = body;
  if (appliedOn !== undefined && (appliedOn > localDateOf(now) || (baseOn !== null && appliedOn < baseOn))) {
    gather.fault('/appliedOn', 'applied-out-of-order', {
      zh: '申请日期不能早于事故或诊断，也不能晚于今天',
      en: 'The day is before the event or has not come yet',
    });
  }
  const employerUscc = readUscc(body, gather);
  const content = contentOf(body, gather);
  if (gather.errors.length > 0 || baseOn === null || employerUscc === null) throw fieldRules(gather.errors);
  const { applicantKind, cause, legalHead = null } = body;
  return { applicantKind, cause, legalHead, ...subjectsOf(body, actor), employerUscc, baseOn, content };
}
