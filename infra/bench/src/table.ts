import type { Measured } from './rounds.ts';

/** One line of the results: what was measured, ours, the bare one, their ratio, and what is asked of it. */
export interface Finding {
  readonly what: string;
  readonly ours: string;
  readonly bare: string;
  readonly ratio: string;
  readonly goal: string;
}

/** The findings as a markdown table. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = [
    ['measured', 'ours', 'bare', 'ratio', 'goal'],
    ['---', '---', '---', '---', '---'],
    ...findings.map(({ what, ours, bare, ratio, goal }) => [what, ours, bare, ratio, goal]),
  ];
  return `${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

/** Two digits after the point. */
export function ratioText(value: number): string {
  return value.toFixed(2);
}

/** A rate, the median time one request took, and its processor time in the server process and in PostgreSQL. */
export function rateText(measured: Measured): string {
  const { perSecond, p50, processCost, databaseCost } = measured;
  const costs = `${Math.round(processCost)} + ${Math.round(databaseCost)} µs`;
  return `${Math.round(perSecond)}/s, p50 ${p50.toFixed(1)} ms, ${costs}`;
}
