import { startContestants } from '../contestants.ts';
import { bareIntakeStep, intakeStep } from '../intake-step.ts';
import { compare } from '../rounds.ts';
import { rateText, ratioText } from '../table.ts';
import type { Bench } from './bench.ts';

/** Durable intake, and the same with every request logged, against one prepared INSERT of the same row. */
export const intake: Bench = async (stage) => {
  const variants = [
    { what: 'durable intake, 32 connections', name: 'intake', environment: {} },
    { what: 'the same, a log line per request', name: 'intake_logged', environment: { LOG_LEVEL: 'info' } },
  ];
  const findings = [];
  for (const { what, name, environment } of variants) {
    const { service, bare, authorization, stop } = await startContestants(stage.servers, name, {
      environment,
    });
    const {
      ours,
      bare: theirs,
      ratio,
    } = await compare(
      { ...stage, connections: 32 },
      {
        ours: { process: service, steps: [intakeStep(authorization)] },
        bare: { process: bare, steps: [bareIntakeStep(authorization)] },
      },
    );
    await stop();
    findings.push({
      what,
      ours: rateText(ours),
      bare: rateText(theirs),
      ratio: ratioText(ratio),
      goal: '≥ 0.40, aim 0.60',
    });
  }
  return findings;
};
