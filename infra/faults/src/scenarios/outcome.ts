import type { ServiceCluster } from '../cluster/service-cluster.ts';

/** What a scenario came to. */
export interface Outcome {
  readonly seed: number;
  readonly seconds: number;
  readonly figures: Readonly<Record<string, number>>;
  /** Empty where the system held. */
  readonly faults: readonly string[];
}

/** Times a scenario, and adds the processes that ended meanwhile without being told to. */
export async function runScenario(
  seed: number,
  cluster: Pick<ServiceCluster, 'wrongEnds'> | null,
  scenario: () => Promise<Pick<Outcome, 'figures' | 'faults'>>,
): Promise<Outcome> {
  const started = performance.now();
  const endsBefore = cluster?.wrongEnds.length ?? 0;
  const { figures, faults } = await scenario();
  const ends = cluster?.wrongEnds.slice(endsBefore) ?? [];
  return {
    seed,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    figures,
    faults: [
      ...faults,
      ...ends.map((end) => `${end.name} ended with ${end.signal ?? `code ${end.code}`}: ${end.said}`),
    ],
  };
}
