// Whoever reads our lines may go away (a closed pipe); what runs must still be stopped in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const terminal = process.stderr.isTTY === true;

/** Shows a step while it runs and its time when it is done; the text may grow by what the step answers. */
export async function step<T>(
  name: string,
  work: () => Promise<T>,
  note?: (result: T) => string,
): Promise<T> {
  const began = performance.now();
  if (terminal) process.stderr.write(`  … ${name}`);
  try {
    const result = await work();
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const text = note === undefined ? name : `${name}: ${note(result)}`;
    say(`  ✓ ${text.padEnd(64)} ${seconds} s`);
    return result;
  } catch (error) {
    say(`  ✗ ${name}`);
    throw error;
  }
}

/** One line for the person at the terminal; replaces an unfinished step's line. */
export function say(line: string): void {
  process.stderr.write(terminal ? `\r\x1b[K${line}\n` : `${line}\n`);
}
