/** For whom an application may be filed, and whose accounts it may name: an account speaks for its party, to the signature. */
import { type Actor, hasRole, hasScope } from '@qinwu/domain/actor';
import type { Channel } from '../vocabulary.ts';
import { AT_TABLE, COURT_SCOPE, PARTIES, STAFF } from '../who.ts';
import { accountsOf, type Party } from './case.ts';
import type { Fault } from './gather-faults.ts';

interface Filer {
  actor: Actor;
  fault: Fault;
}

/** The party a filer is: itself as a person, or its own enterprise, and always the one that applies. */
function isOwnParty({ side, kind, uscc }: Party, actor: Actor): boolean {
  if (side !== 'applicant') return false;
  return kind === 'person'
    ? hasRole(actor, 'party', 'citizen')
    : uscc !== null && uscc === actor.org && hasRole(actor, 'party', 'enterprise');
}

/** True where the party is who files: itself by its account, an enterprise by its own people. */
function isWho(party: Party, actor: Actor): boolean {
  return isOwnParty(party, actor) && (party.kind === 'enterprise' || party.subject === actor.id);
}

/**
 * The window has seen whom it appoints. Everybody else, also a system of a court or a hotline, names no account but
 * their own for one party of their own: who appointed the other side's would consent and sign in its name.
 */
export function checkAppointed(parties: readonly Party[], actor: Actor, fault: Fault): void {
  if (hasRole(actor, ...STAFF)) {
    if (!hasRole(actor, ...PARTIES)) checkNotOwn(parties, { actor, fault });
    return;
  }
  let isNamed = false;
  for (const [n, party] of parties.entries()) {
    if (party.subject === null) continue;
    if (party.subject === actor.id && isOwnParty(party, actor) && !isNamed) {
      isNamed = true;
      continue;
    }
    fault(`/parties/${n}/subject`, 'subject-not-yours', {
      zh: '只能为本人一方填写本人账号，其他当事人的账号由窗口核实后登记',
      en: 'Name no account but your own, for your own party: the window enters those of the others',
    });
  }
  for (const [n, party] of parties.entries()) {
    if ((party.mandate?.subject ?? null) === null || isWho(party, actor)) continue;
    fault(`/parties/${n}/representative/subject`, 'subject-not-yours', {
      zh: '只能为本人一方委托代理人，其他当事人的代理人账号由窗口核实后登记',
      en: 'Appoint nobody but for yourself: the window enters who stands for the others',
    });
  }
}

/**
 * The staff that enters others' accounts enters none of its own: it would sign in that party's name without a paper, and
 * read what its side says in confidence.
 */
export function checkNotOwn(parties: readonly Party[], { actor, fault }: Filer): void {
  for (const [n, party] of parties.entries()) {
    if (!accountsOf(party).includes(actor.id)) continue;
    const member = party.subject === actor.id ? 'subject' : 'representative/subject';
    fault(`/parties/${n}/${member}`, 'subject-own', {
      zh: '工作人员不能把自己的账号登记为当事人或其代理人的账号，本人确系当事人的由其他工作人员登记',
      en: 'The staff enters no account of its own for a party: where you are one, somebody else enters it',
    });
  }
}

/** Channels of those who bring cases in: no party applies through them. */
const OF_OTHERS: readonly Channel[] = ['court', 'hotline', 'grievance', 'mediator'];

/** True where the application is its enterprise's own. */
function isOfFirm(parties: readonly Party[], actor: Actor): boolean {
  return parties.some((party) => party.kind === 'enterprise' && isOwnParty(party, actor));
}

/** A party files for itself alone: a person for persons, an enterprise through its own people; in writing, as itself. */
export function checkFiler(
  { channel, oral }: { channel: Channel; oral?: boolean | undefined },
  parties: readonly Party[],
  { actor, fault }: Filer,
): void {
  // An administrator brings in whole registers, and files no case.
  if (hasRole(actor, ...STAFF, 'client', 'admin')) return;
  checkApplicants(parties, { actor, fault });
  if (OF_OTHERS.includes(channel) || (channel === 'enterprise' && !isOfFirm(parties, actor))) {
    fault('/channel', 'channel-not-yours', {
      zh: '不得以此来源登记：法院、热线、诉求和调解员的来源由其自行登记，企业来源限企业为本单位申请',
      en: 'You do not file through this channel: it is that of a court, a hotline, a mediator or an enterprise of its own',
    });
  }
  if (oral === true) {
    fault('/oral', 'oral-not-at-window', {
      zh: '口头申请由工作人员当场记录（调解仲裁法第十二条）；本人提交的即为书面申请',
      en: 'An oral application is recorded by the staff it is made to: what a party files itself is in writing',
    });
  }
}

/** Channels a system may name for its own; that of a court takes the park's word that it is one. */
function isSystems(channel: Channel, actor: Actor): boolean {
  if (channel === 'court') return hasScope(actor, COURT_SCOPE);
  return channel === 'hotline' || channel === 'enterprise';
}

/**
 * A system files through its own channel: what it filed as the window's had the term of others and was counted as taken in
 * by a clerk, and who says that it is a court has a court's term and is handed the agreement.
 */
export function checkSystem({ channel }: { channel: Channel }, { actor, fault }: Filer): void {
  const isSystem = hasRole(actor, 'client') && !hasRole(actor, ...AT_TABLE);
  if (!isSystem || isSystems(channel, actor)) return;
  fault('/channel', 'channel-not-yours', {
    zh: '系统以自己的来源登记：热线用 hotline，企业用 enterprise，持 mediation:court 的法院系统用 court',
    en: 'A system files through its own channel: hotline, enterprise, or court where it holds mediation:court',
  });
}

/** Who applied in the name of a firm that is another's would begin, and end, a case of which it knows nothing. */
function checkApplicants(parties: readonly Party[], { actor, fault }: Filer): void {
  const notYours = { zh: '只能为本企业申请', en: 'Apply for your own enterprise' };
  let isForeign = false;
  for (const [n, party] of parties.entries()) {
    if (party.side !== 'applicant' || party.uscc === null || isOwnParty(party, actor)) continue;
    isForeign = true;
    fault(`/parties/${n}/uscc`, 'applicant-not-yours', notYours);
  }
  const speaksForFirm = hasRole(actor, 'enterprise') && actor.org !== null;
  if (
    !speaksForFirm ||
    isForeign ||
    parties.some(({ side, uscc }) => side === 'applicant' && uscc === actor.org)
  )
    return;
  fault('/parties', 'applicant-not-yours', notYours);
}
