/** What the ways beside a case 其他程序 leave open: nobody is sent where the dispute is, or was decided, already. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type { Procedure, TrackKind } from '../vocabulary.ts';
import { GROUND_ARTICLES } from './labour-court.ts';
import type { NextStep } from './next-step.ts';
import { unchecked } from './unchecked.ts';

/** What can be enforced as it was decided, by kind of way. */
const ENFORCED: Partial<Record<TrackKind, { outcomes: readonly string[]; article: string }>> = {
  arbitration: { outcomes: ['award', 'settled'], article: unchecked('调解仲裁法第五十一条') },
  court: { outcomes: ['judgment', 'settled'], article: unchecked('民事诉讼法第二百四十七条') },
  'payment-order': { outcomes: ['issued'], article: unchecked('民事诉讼法第二百二十七条') },
  'judicial-confirmation': { outcomes: ['confirmed'], article: '民事诉讼法第二百零六条' },
  'arbitration-review': { outcomes: ['confirmed'], article: unchecked('调解仲裁法第五十一条') },
};

/** Steps that lead nowhere while such a way is under way. */
const KEPT_BUSY: Partial<Record<TrackKind, readonly NextStep['code'][]>> = {
  arbitration: ['arbitration', 'payment-order', 'court', 'apply-again'],
  court: ['arbitration', 'payment-order', 'court', 'apply-again', 'labour-inspection'],
  'payment-order': ['payment-order'],
  'judicial-confirmation': ['judicial-confirmation', 'arbitration-review'],
  'arbitration-review': ['judicial-confirmation', 'arbitration-review'],
  'labour-inspection': ['labour-inspection'],
};

/** Steps that are used up once such a way came to an end there. */
const USED_UP: Partial<Record<TrackKind, readonly NextStep['code'][]>> = {
  arbitration: ['arbitration', 'payment-order', 'court'],
  court: ['arbitration', 'payment-order', 'court'],
  'payment-order': ['payment-order'],
  'judicial-confirmation': ['judicial-confirmation'],
  'arbitration-review': ['arbitration-review'],
  'labour-inspection': ['labour-inspection'],
};

function sue(article: string, text: NextStep['text']): NextStep {
  return { code: 'court', text, article, until: null };
}

/** 调解仲裁法 art. 29, 48, 50: what the commission did not take up, or decided, goes to court. */
function afterArbitration({ state, outcome }: Procedure): NextStep[] {
  if (state === 'NOT_ACCEPTED') {
    return [
      sue(`${GROUND_ARTICLES['arbitration-refused']}`, {
        zh: '仲裁不予受理的，向人民法院起诉',
        en: 'sue, since arbitration was refused',
      }),
    ];
  }
  if (state !== 'DECIDED' || outcome === 'settled') return [];
  return [
    sue(`${GROUND_ARTICLES['after-award']}`, {
      zh: '不服裁决的，自收到裁决书之日起十五日内起诉（终局裁决，用人单位不能起诉）',
      en: 'sue within fifteen days of receiving the award (an employer not where it is final)',
    }),
  ];
}

/** The ways that a procedure opens by its end. */
function opened(procedure: Procedure): NextStep[] {
  if (procedure.kind === 'arbitration') return afterArbitration(procedure);
  if (procedure.kind !== 'payment-order') return [];
  if (procedure.state !== 'DECIDED' || procedure.outcome === 'issued') return [];
  return [
    sue(`${GROUND_ARTICLES['payment-order-ended']}`, {
      zh: '支付令申请被驳回或者支付令失效的，依调解协议向人民法院起诉',
      en: 'sue on the agreement, since the payment order came to nothing',
    }),
  ];
}

function closes({ kind, state }: Procedure): readonly NextStep['code'][] {
  if (state === 'FILED' || state === 'ACCEPTED') return KEPT_BUSY[kind] ?? [];
  if (state === 'DECIDED') return USED_UP[kind] ?? [];
  // What was refused or taken back can be tried again; what the arbitrators refused goes to court.
  return kind === 'arbitration' && state === 'NOT_ACCEPTED' ? ['arbitration'] : [];
}

function enforcement(article: string, until: LocalDate | null): NextStep {
  return {
    code: 'enforcement',
    text: {
      zh: '向人民法院申请强制执行，期间二年',
      en: 'apply to the court for enforcement, within two years',
    },
    article: `${article}；${unchecked('民事诉讼法第二百五十条')}`,
    until,
  };
}

/** Of each kind the last that was filed. */
function lastOfKind(procedures: readonly Procedure[]): Procedure[] {
  return [...new Map(procedures.map((each) => [each.kind, each])).values()];
}

/** The steps as the ways that were taken leave them; what was decided and binds is enforced, and nothing else. */
export function afterProcedures(
  steps: readonly NextStep[],
  procedures: readonly Procedure[],
  { labour, enforceUntil }: { labour: boolean; enforceUntil: LocalDate | null },
): NextStep[] {
  const last = lastOfKind(procedures);
  const binding = last.find(({ kind, state, outcome }) => {
    return state === 'DECIDED' && outcome !== null && ENFORCED[kind]?.outcomes.includes(outcome) === true;
  });
  if (binding !== undefined) {
    const { article = '' } = ENFORCED[binding.kind] ?? {};
    // Of the agreement itself the days tell; of an award or a judgment its own, which is not known here.
    const isAgreement = binding.kind === 'judicial-confirmation';
    return [...opened(binding), enforcement(article, isAgreement ? enforceUntil : null)];
  }
  const closed = last.flatMap(closes);
  const left = steps.filter(({ code }) => !closed.includes(code));
  const isInCourt = last.some(
    ({ kind, state }) => kind === 'court' && !['NOT_ACCEPTED', 'WITHDRAWN'].includes(state),
  );
  const more = labour && !isInCourt ? last.flatMap(opened) : [];
  const known = left.filter(({ code }) => code !== 'court' || more.length === 0);
  return [...more, ...known];
}
