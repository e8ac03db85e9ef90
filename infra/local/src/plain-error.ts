const PLAIN = 'PlainError';

/** A failure that the person at the terminal can act on: one sentence, shown without a stack. */
export function plainError(sentence: string): Error {
  const error = new Error(sentence);
  error.name = PLAIN;
  return error;
}

/** Runs the command; a plain error is shown as its sentence, any other with its stack, and both end with 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${textOf(error)}\n`);
    process.exit(1);
  }
}

function textOf(error: unknown): string {
  if (!Error.isError(error)) return String(error);
  return error.name === PLAIN ? error.message : (error.stack ?? error.message);
}
