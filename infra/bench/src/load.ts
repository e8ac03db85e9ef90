import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { LoadPlan, LoadResult } from './load-plan.ts';

/** The load generator of a run. */
export interface Load {
  /** Carries a plan out; throws where more than one request in a hundred was refused. */
  run(plan: LoadPlan): Promise<LoadResult>;
  close(): Promise<void>;
}

interface Reply {
  result?: LoadResult;
  error?: string;
}

/** Starts the load generator in a process of its own, one for the whole run so that it is warm. */
export function startLoad(): Load {
  const child = fork(new URL('./load-process.ts', import.meta.url), { execArgv: [] });
  return {
    async run(plan) {
      const answered = replyOf(child);
      child.send(plan);
      const { result, error } = await answered;
      if (result === undefined) throw new Error(`the load generator failed: ${error}`);
      if (result.refused > result.answered / 100) {
        throw new Error(`${result.refused} of ${result.answered} refused: ${result.firstRefusal}`);
      }
      return result;
    },
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function replyOf(child: ChildProcess): Promise<Reply> {
  const [reply] = (await once(child, 'message')) as [Reply];
  return reply;
}
