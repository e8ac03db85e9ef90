/** What a draft must satisfy beyond its form: its sums, its dates, and that it names those who stand in the case. */
import { fieldRules } from '@qinwu/domain/errors';
import { daysBetween, type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';
import type { AgreementBody } from './agreement-body.ts';
import { memberOf, type Party } from './case.ts';
import { type Gathering, gathering } from './gather-faults.ts';

export interface DraftInstalment {
  dueOn: LocalDate;
  /** Fen. */
  amount: bigint;
  payer: string;
  payee: string;
  manner: string | null;
}

export interface Draft {
  amountAgreed: bigint;
  performBy: LocalDate;
  /** In the order of their dates. */
  instalments: DraftInstalment[];
}

interface DraftedIn {
  parties: readonly Party[];
  members: readonly string[];
  /** The mediators of the case as the roster names them; without it their names are not looked at. */
  seated?: readonly { subject: string; name: string }[];
}

/** Instalments in the order of their dates; those of one day as they were entered. */
export function byDay(a: { dueOn: LocalDate }, b: { dueOn: LocalDate }): number {
  if (a.dueOn === b.dueOn) return 0;
  return a.dueOn < b.dueOn ? -1 : 1;
}

function instalmentsOf(body: AgreementBody, { parties }: DraftedIn, { fault, attempt }: Gathering) {
  return body.instalments.map((one, n): DraftInstalment => {
    const at = `/instalments/${n}`;
    const amount = attempt(() => parseYuan(one.amount, `${at}/amount`)) ?? 0n;
    if (amount === 0n) {
      fault(`${at}/amount`, 'amount-missing', { zh: '每期金额须大于零', en: 'must be above zero' });
    }
    for (const role of ['payer', 'payee'] as const) {
      if (parties.some(({ id }) => id === one[role])) continue;
      fault(`${at}/${role}`, 'party-unknown', {
        zh: '案件中没有该当事人',
        en: 'The case has no such party',
      });
    }
    if (one.payer === one.payee) {
      fault(`${at}/payee`, 'payee-is-payer', {
        zh: '付款人与收款人不能相同',
        en: 'Nobody pays oneself',
      });
    }
    return { dueOn: one.dueOn, amount, payer: one.payer, payee: one.payee, manner: one.manner ?? null };
  });
}

/** The instalments are the whole amount; none are needed only where something else than money settles it. */
function checkSum(body: AgreementBody, draft: Pick<Draft, 'amountAgreed' | 'instalments'>, of: Gathering) {
  const { amountAgreed, instalments } = draft;
  const sum = instalments.reduce((total, { amount }) => total + amount, 0n);
  if (sum === amountAgreed) return;
  if (instalments.length === 0 && body.terms.some(({ nonMonetary }) => nonMonetary)) return;
  of.fault('/instalments', 'instalments-do-not-add-up', {
    zh: '各期金额之和须等于协议金额；不以付款履行的，须有标明非金钱的协议内容',
    en: 'The instalments must add up to the agreed amount, unless a non-monetary term settles it',
  });
}

function performByOf(body: AgreementBody, dates: readonly LocalDate[], now: Date, of: Gathering): LocalDate {
  const last = dates.at(-1);
  const performBy = body.performBy ?? last ?? '';
  if (performBy === '') {
    of.fault('/performBy', 'perform-by-missing', {
      zh: '须写明履行期限（人民调解法第二十九条）',
      en: 'An agreement says by when it is performed',
    });
  } else if (last !== undefined && performBy < last) {
    of.fault('/performBy', 'perform-by-before-last', {
      zh: '履行期限不能早于最后一期',
      en: 'must not come before the last instalment',
    });
  }
  const today = localDateOf(now);
  for (const [n, { dueOn }] of body.instalments.entries()) {
    checkDay(dueOn, today, `/instalments/${n}/dueOn`, of);
  }
  if (body.performBy !== undefined) checkDay(body.performBy, today, '/performBy', of);
  return performBy;
}

/** Beyond ten years no clock of the domain counts. */
const MOST_DAYS = 3650;

function checkDay(date: LocalDate, today: LocalDate, pointer: string, { fault }: Gathering): void {
  if (date < today) fault(pointer, 'date-past', { zh: '日期已过', en: 'The day is over' });
  if (daysBetween(today, date) > MOST_DAYS) {
    fault(pointer, 'date-too-far', { zh: '履行期限最长十年', en: 'must lie within ten years' });
  }
}

/** Who signs as a mediator is one of the case, stands there once, and under the own name. */
function checkMediators(
  { mediators }: AgreementBody,
  { members, seated = [] }: DraftedIn,
  { fault }: Gathering,
): void {
  for (const [n, { account, name }] of mediators.entries()) {
    const at = `/mediators/${n}`;
    const known = seated.find(({ subject }) => subject === account);
    if (!members.includes(memberOf.mediator(account))) {
      const detail = { zh: '不是本案的调解员', en: 'does not mediate this case' };
      fault(`${at}/account`, 'not-a-mediator-of-the-case', detail);
    } else if (mediators.findIndex((each) => each.account === account) !== n) {
      fault(`${at}/account`, 'mediator-twice', { zh: '调解员重复', en: 'stands there twice' });
    } else if (known !== undefined && known.name.trim() !== name.trim()) {
      fault(`${at}/name`, 'name-differs', {
        zh: `该账号的调解员在名册中为${known.name}`,
        en: `the roster knows this account as ${known.name}`,
      });
    }
  }
}

/** Checks a draft and reads its amounts; refuses with every fault (kind rule). */
export function checkDraft(body: AgreementBody, found: DraftedIn, now: Date): Draft {
  const gather = gathering();
  const amountAgreed = gather.attempt(() => parseYuan(body.amountAgreed, '/amountAgreed')) ?? 0n;
  const instalments = instalmentsOf(body, found, gather).toSorted(byDay);
  checkSum(body, { amountAgreed, instalments }, gather);
  const dates = instalments.map(({ dueOn }) => dueOn);
  const performBy = performByOf(body, dates, now, gather);
  checkMediators(body, found, gather);
  if (gather.errors.length > 0) throw fieldRules(gather.errors);
  return { amountAgreed, performBy, instalments };
}
