import type { RoutedAction } from '../src/rules/action-bodies.ts';
import { agreeing, type Case, FIRM, MEDIATOR, WORKER } from './agreed-case.ts';
import { PEOPLE, type Person, RECEIVED } from './case-model.ts';
import { INTAKE, type MediationService, newKey, type Reply } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';
import { withWords } from './recorded-words.ts';
import { ENTRY, withRoster } from './roster.ts';

/** People's mediation of a civil dispute: its agreements may be written and oral. */
const CIVIL = { ...INTAKE, category: 'debt', organisation: 'people-mediation' };

/**
 * What happens to a case besides actions: its text is drafted, all sign it, the seal is put, and payments of parts of
 * the first instalment and of the whole second one are recorded. A day is when the next step is taken.
 */
export type Step = RoutedAction | 'draft' | 'sign' | 'seal' | 'pay-part' | 'pay-rest' | 'pay-second' | Day;
type Day = `${number}-${number}-${number}`;

/** What an action says: the party it is for, where the staff record it, and when an oral agreement was reached. */
interface Said {
  person: Person;
  reachedOn?: string | undefined;
}

/** The answer as one line: with the state the case is in then, or with the code of the refusal. */
export function lineOf({ status, body }: Reply): string {
  const said = status < 300 ? (body.caseState ?? body.state) : body.type.replace(/.*:/, '');
  return `${status} ${said}`;
}

function bodyOf(action: RoutedAction, { worker, firm }: Case, { person, reachedOn }: Said): object {
  const isParty = person === 'worker' || person === 'firm';
  const named = isParty ? {} : { party: action === 'withdraw' ? worker : firm };
  const reason = '已说明';
  switch (action) {
    case 'consent':
      return named;
    case 'refuse':
    case 'withdraw':
      return { ...named, reason };
    case 'not-accept':
      return { code: 'not-mediable', reason };
    case 'extend':
      return { days: 5, agreedBy: [worker, firm], reason };
    case 'agree-orally': {
      const late = reachedOn === undefined ? {} : { reachedOn, lateReason: '记录人员当时外出' };
      return { amountAgreed: '3000.00', summary: '三日内支付3000元。', ...late };
    }
    case 'archive':
      return { archiveNumber: newKey() };
    case 'fail':
    case 'renegotiate':
    case 'breach':
      return { reason };
    default:
      return {};
  }
}

/** Cases taken on their way by the calls of those who stand in them. */
export function courses(service: MediationService) {
  const roster = withRoster(service);
  const step = agreeing(service);
  let mediator: string | undefined;

  const done = ({ status, body }: Reply): Reply['body'] => {
    if (status < 300) return body;
    throw new Error(`a step answered ${status}: ${JSON.stringify(body)}`);
  };
  const register = async (): Promise<Case> => {
    service.clock.set(`${RECEIVED}T02:00:00Z`);
    mediator ??= (await roster.enter('TEA-TABLE', { subject: MEDIATOR.sub })).id as string;
    const { id, parties } = done(await step.post(PEOPLE.officer, '/cases', CIVIL));
    done(await roster.name(id, [mediator]));
    return { id, worker: parties[0].id, firm: parties[1].id };
  };
  const act = (of: Case, action: RoutedAction, said: Said): Promise<Reply> => {
    const body = bodyOf(action, of, said);
    const isOwn = said.person === 'worker' || said.person === 'firm';
    const sent = isOwn ? body : withWords(service, action, body);
    return step.post(PEOPLE[said.person], `/cases/${of.id}/actions/${action}`, sent);
  };
  const draft = (of: Case, over: object = {}) =>
    step.draft(of, { mediators: [{ account: MEDIATOR.sub, name: ENTRY.name }], ...over });
  const agreement = async ({ id }: Case) =>
    (await service.as(PEOPLE.window)('GET', `/cases/${id}/agreement`)).body;
  /** All papers but the seal. */
  const sign = async (of: Case): Promise<void> => {
    const { textHash } = await agreement(of);
    done(await step.confirm(WORKER, of, textHash));
    done(await step.confirm(FIRM, of, textHash));
    done(await step.sign(WORKER, of, { party: of.worker }, textHash));
    done(await step.sign(FIRM, of, { party: of.firm }, textHash));
    done(await step.sign(MEDIATOR, of, { mediator: MEDIATOR.sub }, textHash));
  };
  /** The seal as it was put on paper on a day, the first one where nobody says, whenever it is recorded. */
  const seal = async (of: Case, sealedOn: string = RECEIVED): Promise<Reply> => {
    const { textHash = '0'.repeat(64) } = await agreement(of);
    const scan = await upload(service, PEOPLE.window, '章');
    return step.seal(of, textHash, { sealedOn, scan });
  };
  const paymentsOf = (of: Case, instalment: string | undefined) =>
    `/cases/${of.id}/agreement/instalments/${instalment ?? of.id}/payments`;
  const pay = async (of: Case, nth: 0 | 1, amount: string): Promise<Reply> => {
    const { instalments } = await agreement(of);
    const paidOn = service.clock.now().toISOString().slice(0, 10);
    return step.post(PEOPLE.window, paymentsOf(of, instalments?.[nth].id), { amount, paidOn });
  };
  /** Voids the last payment on an instalment. */
  const cancel = async (of: Case, nth: 0 | 1): Promise<Reply> => {
    const { id, payments = [] } = (await agreement(of)).instalments?.[nth] ?? {};
    const payment = payments.at(-1)?.id ?? of.id;
    return step.post(PEOPLE.window, `${paymentsOf(of, id)}/${payment}/actions/void`, { reason: '误登' });
  };

  const isDay = (taken: Step): taken is Day => taken.startsWith('20');
  const take = async (of: Case, taken: Step): Promise<void> => {
    if (isDay(taken)) return service.clock.set(`${taken}T02:00:00Z`);
    switch (taken) {
      case 'draft':
        return done(await draft(of));
      case 'sign':
        return sign(of);
      case 'seal':
        return done(await seal(of));
      case 'pay-part':
        return done(await pay(of, 0, '1000.00'));
      case 'pay-rest':
        return done(await pay(of, 0, '4000.00'));
      case 'pay-second':
        return done(await pay(of, 1, '7000.00'));
      default:
        return done(await act(of, taken, { person: 'window' }));
    }
  };
  /** A case that has come this way; the window takes its actions. */
  const bring = async (way: readonly Step[]): Promise<Case> => {
    const of = await register();
    for (const taken of way) await take(of, taken);
    return of;
  };
  return { register, act, draft, sign, seal, pay, cancel, bring, read: step.read };
}
