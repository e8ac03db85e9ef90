const MAX_TEXT = 2_000;
const MAX_CAUSES = 8;

/**
 * What may be stored and shown of an error: the innermost message, at most 2,000 characters. Of a database error only
 * SQLSTATE and constraint, of unreadable JSON only that: their messages quote the values, and those name people.
 */
export function safeErrorText(error: unknown): string {
  let text = 'Something was thrown that is no error.';
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && Error.isError(current); depth++) {
    const quoted = quotingText(current);
    if (quoted !== null) return quoted;
    text = current.message;
    current = current.cause;
  }
  // A text column takes no NUL.
  return text.replaceAll('\0', '\uFFFD').slice(0, MAX_TEXT);
}

/** What to say instead of a message that quotes the values it is about; null where the message quotes none. */
export function quotingText(error: Error): string | null {
  if (typeof Reflect.get(error, 'severity') === 'string') {
    const constraint: unknown = Reflect.get(error, 'constraint');
    const about = typeof constraint === 'string' ? ` (${constraint})` : '';
    return `SQLSTATE ${String(Reflect.get(error, 'code'))}${about}`;
  }
  return error.name === 'SyntaxError' ? 'The text is not valid JSON.' : null;
}
