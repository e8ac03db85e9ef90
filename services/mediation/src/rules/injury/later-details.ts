/**
 * What is told after an application had to go as it was, near its limit: only what lacked then, and only until the
 * authority has accepted it. The limits stay as they stopped at the transfer.
 */
import { fieldRules, refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { parseUscc } from '@qinwu/domain/uscc';
import { INJURY_DETAILS, type InjuryDetail } from '../../injury-vocabulary.ts';
import { gathering } from '../gather-faults.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { missingDetails } from './details.ts';

type HandedOver = Pick<
  InjuryApplication,
  'transfer' | 'acceptedOn' | 'baseOn' | 'employerUscc' | 'sensitiveConsent'
>;

interface Told {
  eventDay?: LocalDate | undefined;
  employerCode?: string | undefined;
  sensitiveConsent?: true | undefined;
}

const MEMBERS: Record<InjuryDetail, keyof Told> = {
  'event-day': 'eventDay',
  'employer-code': 'employerCode',
  'sensitive-consent': 'sensitiveConsent',
};

/** The consent is given to us; the rest is passed on to the authority as what came later. */
const PASSED_ON: readonly InjuryDetail[] = ['event-day', 'employer-code'];

function isOpen({ transfer, acceptedOn }: HandedOver): boolean {
  return transfer?.incomplete === true && acceptedOn === null;
}

/** True while something that lacked can be told. */
export function takesDetails(found: HandedOver): boolean {
  return isOpen(found) && missingDetails(found).length > 0;
}

function checked(found: InjuryApplication, told: Told, details: readonly InjuryDetail[]): string | undefined {
  const { attempt, errors, fault } = gathering();
  const missing = missingDetails(found);
  if (details.length === 0) {
    fault('', 'details-empty', {
      zh: `至少填写一项：${Object.values(MEMBERS).join('、')}`,
      en: `Name at least one: ${Object.values(MEMBERS).join(', ')}`,
    });
  }
  for (const detail of details.filter((each) => !missing.includes(each))) {
    fault(`/${MEMBERS[detail]}`, 'detail-known', {
      zh: '申请中已有此项：移交之后只补全缺少的，不更改已有的',
      en: 'The application says so already: after the transfer only what lacks is told',
    });
  }
  const { eventDay, employerCode } = told;
  if (eventDay !== undefined && eventDay > found.receivedOn) {
    fault('/eventDay', 'event-after-receipt', {
      zh: `事故伤害发生或者诊断之日不能晚于收件之日（${found.receivedOn}）`,
      en: `The day is after the application was received (${found.receivedOn})`,
    });
  }
  const uscc = employerCode === undefined ? null : attempt(() => parseUscc(employerCode, '/employerCode'));
  if (errors.length > 0) throw fieldRules(errors);
  return uscc ?? undefined;
}

/** Takes in the details that lacked; refuses those that stand, and what the authority has accepted. */
export function decideDetails({ found, now }: { found: InjuryApplication; now: Date }, told: Told): Decision {
  if (!isOpen(found)) {
    throw refuse('conflict', 'details-closed', {
      zh: '仅未齐即移交、人社部门尚未受理的申请，可以补全缺少的内容',
      en: 'Only what was handed over incomplete, and is not accepted yet, is completed',
    });
  }
  const details = INJURY_DETAILS.filter((detail) => told[MEMBERS[detail]] !== undefined);
  const employerUscc = checked(found, told, details);
  const { eventDay, sensitiveConsent } = told;
  const broughtOn = localDateOf(now);
  const came = details.filter((detail) => PASSED_ON.includes(detail));
  const waiting = came.map((code) => ({ code, broughtOn, deFacto: false, files: [], passed: null }));
  return {
    set: {
      ...(eventDay === undefined ? {} : { baseOn: eventDay }),
      ...(employerUscc === undefined ? {} : { employerUscc }),
      ...(sensitiveConsent === undefined ? {} : { sensitiveConsent }),
      later: [...found.later, ...waiting],
    },
    clocks: [],
    change: { details },
  };
}
