import { ZenEngine } from '@gorules/zen-engine';
import { compileModel } from '@qinwu/credit/rules/score/compile-model';
import { score } from '@qinwu/credit/rules/score/score';
import { Engine, type RuleProperties } from 'json-rules-engine';
import { enterprisesFor, type SteppedIndicator, steppedModel } from '../engines/stepped-model.ts';
import { median } from '../statistics.ts';
import { ratioText } from '../table.ts';
import type { Bench } from './bench.ts';

/** The total of one enterprise, in points. */
type Scorer = (values: readonly number[]) => Promise<number> | number;

const ENTERPRISES = 500;
const SCALE = 10_000;

/** The same model and enterprises through our function and through two rule engines, in memory on one thread. */
export const scoreEngines: Bench = async ({ pace }) => {
  const { document, indicators } = steppedModel();
  const enterprises = enterprisesFor(indicators, ENTERPRISES);
  const model = compileModel(document);
  const ours: Scorer = (values) =>
    score(model, 0, {
      values: values.map((value) => Math.round(value * SCALE)),
      division: null,
      negatives: [],
    }).total / SCALE;
  const peers: [name: string, goal: string, scorer: Scorer][] = [
    ['json-rules-engine', '≥ 20', jsonRules(indicators)],
    ['@gorules/zen-engine', '≥ 5', zen(indicators)],
  ];
  const findings = [];
  for (const [name, goal, peer] of peers) {
    await ensureSame(enterprises, ours, peer, name);
    const rates: { ours: number; peer: number }[] = [];
    for (let round = 0; round <= pace.rounds; round++) {
      // Short as one pass of ours is, it is repeated until it can be timed.
      const pair = { ours: await rateOf(enterprises, ours, 200), peer: await rateOf(enterprises, peer, 1) };
      if (round > 0) rates.push(pair);
    }
    findings.push({
      what: `scores a second, 18 indicators in five steps, against ${name}`,
      ours: `${Math.round(median(rates.map((rate) => rate.ours)))}/s`,
      bare: `${Math.round(median(rates.map((rate) => rate.peer)))}/s`,
      ratio: ratioText(median(rates.map((rate) => rate.ours / rate.peer))),
      goal,
    });
  }
  return findings;
};

async function rateOf(enterprises: readonly number[][], scorer: Scorer, passes: number): Promise<number> {
  const before = process.cpuUsage();
  for (let pass = 0; pass < passes; pass++) {
    for (const values of enterprises) {
      const total = scorer(values);
      // Awaiting what is no promise would cost more than the score.
      if (typeof total !== 'number') await total;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return (enterprises.length * passes * 1e6) / (user + system);
}

/** A peer that answers something else is measured at other work. */
async function ensureSame(
  enterprises: readonly number[][],
  ours: Scorer,
  peer: Scorer,
  name: string,
): Promise<void> {
  for (const values of enterprises) {
    const [mine, theirs] = [await ours(values), await peer(values)];
    if (Math.abs(mine - theirs) > 1e-6) throw new Error(`${name} scores ${theirs} where we score ${mine}`);
  }
}

function jsonRules(indicators: readonly SteppedIndicator[]): Scorer {
  const engine = new Engine();
  for (const { code, steps } of indicators) {
    for (const [at, { from, points }] of steps.entries()) {
      const next = steps[at + 1];
      const all: RuleProperties['conditions'] = {
        all: [
          { fact: code, operator: 'greaterThanInclusive', value: from },
          ...(next === undefined ? [] : [{ fact: code, operator: 'lessThan', value: next.from }]),
        ],
      };
      engine.addRule({ conditions: all, event: { type: 'points', params: { points } } });
    }
  }
  return async (values) => {
    const facts = Object.fromEntries(indicators.map(({ code }, at) => [code, values[at] ?? 0]));
    const { events } = await engine.run(facts);
    return events.reduce((sum, { params }) => sum + Number(params?.points ?? 0), 0);
  };
}

function zen(indicators: readonly SteppedIndicator[]): Scorer {
  // Read from the bottom: below the bound of the next step, the points of this one.
  const expressions = indicators.map(({ code, steps }) => ({
    id: code,
    key: `${code}_points`,
    value: steps
      .slice(1)
      .reduceRight(
        (rest, { from }, at) => `${code} < ${from} ? ${steps[at]?.points} : (${rest})`,
        String(steps.at(-1)?.points),
      ),
  }));
  const graph = {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
      {
        id: 'parts',
        name: 'parts',
        type: 'expressionNode',
        position: { x: 1, y: 0 },
        content: { expressions },
      },
      { id: 'out', name: 'out', type: 'outputNode', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'parts', type: 'edge' },
      { id: 'b', sourceId: 'parts', targetId: 'out', type: 'edge' },
    ],
  };
  const decision = new ZenEngine().createDecision(graph);
  return async (values) => {
    const facts = Object.fromEntries(indicators.map(({ code }, at) => [code, values[at] ?? 0]));
    const { result } = await decision.evaluate(facts);
    return indicators.reduce((sum, { code }) => sum + Number(result[`${code}_points`] ?? 0), 0);
  };
}
