import cliProgress from 'cli-progress';

export interface ProgressBar {
  show(progress: { done: number; total: number }): void;
  end(): void;
}

/** A bar on a terminal; elsewhere nothing, so that logs stay readable. */
export function progressBar(name: string): ProgressBar {
  if (process.stderr.isTTY !== true) return { show: () => undefined, end: () => undefined };
  const format = `  … ${name} {bar} {percentage} % | {value}/{total} | {duration_formatted}`;
  const bar = new cliProgress.SingleBar(
    { format, stream: process.stderr, clearOnComplete: true, hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  return {
    show: ({ done, total }) => {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    end: () => {
      if (started) bar.stop();
    },
  };
}
