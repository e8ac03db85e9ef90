/** The steps of an application as its ledger names them, with how often each stands there: handed over, or closed. */
const STEPS = {
  received: { name: 'received', handedOver: 1, closed: 1 },
  'add-materials': { name: 'materials', handedOver: 1, closed: 0 },
  complete: { name: 'completion', handedOver: 1, closed: 0 },
  transfer: { name: 'transfer', handedOver: 1, closed: 0 },
  'record-decision': { name: 'decision', handedOver: 3, closed: 0 },
  'not-transfer': { name: 'closing', handedOver: 0, closed: 1 },
} as const;
export type InjuryStep = keyof typeof STEPS;
export const INJURY_STEPS = Object.keys(STEPS) as InjuryStep[];

export interface StepsHeld {
  readonly steps: Readonly<Record<InjuryStep, number>>;
}

/** Looks for steps that the ledgers of applications tell too seldom or too often. */
export function judgeSteps<A extends StepsHeld>(
  applications: readonly A[],
  isHandedOver: (application: A) => boolean,
): Record<string, number> {
  const faults = INJURY_STEPS.flatMap((step) => {
    const { name, handedOver, closed } = STEPS[step];
    const off = applications.map((own) => own.steps[step] - (isHandedOver(own) ? handedOver : closed));
    return [
      [`${name}Missing`, off.filter((by) => by < 0).length],
      [`${name}Twice`, off.filter((by) => by > 0).length],
    ];
  });
  return Object.fromEntries(faults);
}
