/** The steps by which an agreement becomes the answer to whoever complained, as the ledger of the grievance names them. */
const NAMES = {
  resolve: 'answer',
  'call-back': 'callBack',
  close: 'closing',
  'write-off': 'writeOff',
} as const;
export type AnswerStep = keyof typeof NAMES;
export const ANSWER_STEPS = Object.keys(NAMES) as AnswerStep[];

/** What became of a grievance that was referred, with how often its ledger tells of each step. */
export interface AnswerHeld {
  readonly id: string;
  readonly state: string;
  readonly caseNumber: string | null;
  readonly agreementNumber: string | null;
  readonly steps: Readonly<Record<AnswerStep, number>>;
  /** Numbers of documents it was written off on. */
  readonly documents: readonly string[];
}

/** Looks for grievances that were not answered, called back and written off once each where mediation agreed. */
export function judgeAnswers(
  held: readonly AnswerHeld[],
  isAgreed: (id: string) => boolean,
): Record<string, number> {
  const agreed = held.filter(({ id }) => isAgreed(id));
  const others = held.filter(({ id }) => !isAgreed(id));
  const of = (some: readonly AnswerHeld[], isAtFault: (one: AnswerHeld) => boolean): number =>
    some.filter(isAtFault).length;

  const bySteps = ANSWER_STEPS.flatMap((step) => [
    [`${NAMES[step]}Missing`, of(agreed, ({ steps }) => steps[step] === 0)],
    [`${NAMES[step]}Twice`, of(held, ({ steps }) => steps[step] > 1)],
  ]);
  return {
    ...Object.fromEntries(bySteps),
    answerOfNothing: of(others, ({ steps }) => ANSWER_STEPS.some((step) => steps[step] > 0)),
    answerUnfinished: of(agreed, ({ state }) => state !== 'WRITTEN_OFF'),
    evidenceApart: of(agreed, (one) => one.state === 'WRITTEN_OFF' && !isItsEvidence(one)),
  };
}

/** The agreement by its number, or the case where it was oral, is all a write-off needs. */
function isItsEvidence({ agreementNumber, caseNumber, documents }: AnswerHeld): boolean {
  return documents.length === 1 && documents[0] === (agreementNumber ?? caseNumber);
}
