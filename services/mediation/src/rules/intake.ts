/** What an application must satisfy beyond its form: every fault at once, so that a clerk corrects them in one go. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { parseCitizenId } from '@qinwu/domain/citizen-id';
import { type FieldError, fieldRules, isDomainError, type Text } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';
import { parsePhone } from '@qinwu/domain/phone';
import { parseUscc } from '@qinwu/domain/uscc';
import type { Party } from './case.ts';
import type { PartyContent } from './case-content.ts';
import type { IntakeBody, PartyBody } from './intake-body.ts';

/** From so many workers on, a group may elect representatives (调解仲裁法 art. 7). */
export const GROUP_FROM = 10;

export interface CheckedIntake {
  parties: Party[];
  contents: Record<string, PartyContent>;
  workers: number;
  /** Fen. */
  amountClaimed: bigint;
}

type Fault = (pointer: string, code: string, detail: Text) => void;
type Attempt = <T>(parse: () => T) => T | null;

function identityOf({ kind, uscc, idNumber, name }: PartyBody): string {
  if (uscc !== undefined) return `u:${uscc.toUpperCase()}`;
  if (idNumber !== undefined) return `i:${idNumber.toUpperCase()}`;
  return `n:${kind}:${name}`;
}

function checkSides({ parties }: IntakeBody, fault: Fault): void {
  for (const side of ['applicant', 'respondent'] as const) {
    if (parties.some((party) => party.side === side)) continue;
    fault('/parties', `${side}-missing`, {
      zh: side === 'applicant' ? '缺少申请人' : '缺少被申请人',
      en: `There is no ${side}`,
    });
  }
  const seen = new Set<string>();
  for (const [n, party] of parties.entries()) {
    const identity = identityOf(party);
    if (seen.has(identity)) {
      fault(`/parties/${n}`, 'party-twice', {
        zh: '同一当事人不能出现两次，也不能与自己发生纠纷',
        en: 'A party stands in a case once, and not against itself',
      });
    }
    seen.add(identity);
  }
}

function checkGroup({ parties }: IntakeBody, workers: number, fault: Fault): void {
  const persons = parties.filter(({ side, kind }) => side === 'applicant' && kind === 'person');
  if (workers <= Math.max(persons.length, 1)) return;
  if (workers < GROUP_FROM) {
    fault('/workers', 'group-too-small', {
      zh: '不足十人的，每名劳动者都应列为当事人（调解仲裁法第七条）',
      en: 'Below ten workers each is a party of its own',
    });
  } else if (persons.length > 0 && !persons.some(({ representative }) => representative !== undefined)) {
    fault('/parties', 'group-without-representative', {
      zh: '集体争议须写明推举的代表人（调解仲裁法第七条）',
      en: 'A group names its representatives',
    });
  }
}

/** A party files for itself alone. */
function checkFiler(body: IntakeBody, actor: Actor, fault: Fault): void {
  if (hasRole(actor, 'dispatcher', 'supervisor', 'officer', 'mediator', 'client')) return;
  const applicants = body.parties.filter(({ side }) => side === 'applicant');
  if (hasRole(actor, 'enterprise') && actor.org !== null) {
    if (applicants.some(({ uscc }) => uscc === actor.org)) return;
    fault('/parties', 'applicant-not-yours', { zh: '只能为本企业申请', en: 'Apply for your own enterprise' });
  }
  if (body.channel === 'court' || body.channel === 'hotline' || body.channel === 'grievance') {
    fault('/channel', 'channel-not-yours', {
      zh: '不得以此来源登记',
      en: 'You do not file through this channel',
    });
  }
}

function checkParty(party: PartyBody, n: number, { fault, attempt }: { fault: Fault; attempt: Attempt }) {
  const at = (name: string): string => `/parties/${n}/${name}`;
  if (party.kind === 'enterprise' && party.uscc === undefined) {
    fault(at('uscc'), 'uscc-missing', { zh: '单位须填写统一社会信用代码', en: 'An enterprise has a code' });
  }
  if (party.kind === 'person' && party.uscc !== undefined) {
    fault(at('uscc'), 'uscc-of-person', {
      zh: '自然人没有统一社会信用代码',
      en: 'A person has no such code',
    });
  }
  if (party.idNumber !== undefined && party.idType === undefined) {
    fault(at('idType'), 'id-type-missing', { zh: '须注明证件类型', en: 'Say which document it is' });
  }
  const { uscc, phone, idNumber, idType } = party;
  return {
    uscc: uscc === undefined ? null : attempt(() => parseUscc(uscc, at('uscc'))),
    phone: phone === undefined ? null : attempt(() => parsePhone(phone, at('phone'))),
    idNumber:
      idNumber === undefined
        ? null
        : idType === 'citizen-id'
          ? attempt(() => parseCitizenId(idNumber, at('idNumber')))
          : idNumber.trim().toUpperCase(),
  };
}

function contentOf(
  party: PartyBody,
  checked: { phone: string | null; idNumber: string | null },
): PartyContent {
  const { representative } = party;
  return {
    name: party.name,
    idType: party.idType ?? null,
    idNumber: checked.idNumber,
    phone: checked.phone,
    gender: party.gender ?? null,
    age: party.age ?? null,
    occupation: party.occupation ?? null,
    employer: party.employer ?? null,
    address: party.address ?? null,
    legalRepresentative: party.legalRepresentative ?? null,
    position: party.position ?? null,
    representative:
      representative === undefined
        ? null
        : {
            name: representative.name,
            phone: representative.phone ?? null,
            capacity: representative.capacity ?? null,
          },
  };
}

/** A person who applies from an account of their own reads the case with it. */
function subjectOf(party: PartyBody, actor: Actor, isFirst: boolean): string | null {
  if (party.subject !== undefined) return party.subject;
  const files = isFirst && party.side === 'applicant' && party.kind === 'person';
  return files && hasRole(actor, 'party', 'citizen') ? actor.id : null;
}

/** Checks an application and normalises its identifiers; refuses with every fault (kind rule). */
export function checkIntake(body: IntakeBody, actor: Actor, now: Date): CheckedIntake {
  const errors: FieldError[] = [];
  const fault: Fault = (pointer, code, detail) => void errors.push({ pointer, code, detail });
  const attempt: Attempt = (parse) => {
    try {
      return parse();
    } catch (error) {
      if (!isDomainError(error)) throw error;
      errors.push(...error.errors);
      return null;
    }
  };
  const persons = body.parties.filter(({ side, kind }) => side === 'applicant' && kind === 'person').length;
  const workers = body.workers ?? Math.max(persons, 1);
  checkSides(body, fault);
  checkGroup(body, workers, fault);
  checkFiler(body, actor, fault);
  if (body.injury === true && body.sensitiveConsent !== true) {
    fault('/sensitiveConsent', 'sensitive-consent-missing', {
      zh: '处理伤情须取得单独同意（个人信息保护法第二十九条）',
      en: 'Data on an injury need a consent of their own',
    });
  }
  if (body.limitationFrom !== undefined && body.limitationFrom > localDateOf(now)) {
    fault('/limitationFrom', 'date-in-future', { zh: '日期不能晚于今天', en: 'The day has not come yet' });
  }
  const firstApplicant = body.parties.findIndex(({ side }) => side === 'applicant');
  const parties: Party[] = [];
  const contents: Record<string, PartyContent> = {};
  for (const [n, party] of body.parties.entries()) {
    const id = newId();
    const checked = checkParty(party, n, { fault, attempt });
    contents[id] = contentOf(party, checked);
    parties.push({
      id,
      side: party.side,
      kind: party.kind,
      uscc: checked.uscc,
      subject: subjectOf(party, actor, n === firstApplicant),
      // Who applies has agreed by applying; the others are asked (人民调解法 art. 17).
      consent: party.side === 'applicant' ? 'agreed' : 'pending',
      addressSealed: party.addressSealed ?? false,
    });
  }
  const amounts = body.claims.map(({ amount }, n) => attempt(() => parseYuan(amount, `/claims/${n}/amount`)));
  if (errors.length > 0) throw fieldRules(errors);
  const amountClaimed = amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
  return { parties, contents, workers, amountClaimed };
}
