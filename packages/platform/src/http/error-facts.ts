const MAX_CAUSES = 5;

/**
 * What may be logged of an error: names, codes, constraint and stack frames. Messages are left out where a
 * driver wrote them, since a database repeats the values it refuses.
 */
export function errorFacts(error: unknown): Record<string, unknown> {
  const chain = causesOf(error);
  const innermost = chain.at(-1);
  const isDatabase = chain.some(
    (link) => typeof Reflect.get(link, 'severity') === 'string' || 'query' in link,
  );
  return {
    name: chain.map((link) => Reflect.get(link, 'name')).join(' < '),
    code: innermost === undefined ? undefined : Reflect.get(innermost, 'code'),
    constraint: innermost === undefined ? undefined : Reflect.get(innermost, 'constraint'),
    message: isDatabase ? undefined : chain[0] && String(Reflect.get(chain[0], 'message')).slice(0, 300),
    stack: framesOf(chain[0]),
  };
}

function causesOf(error: unknown): object[] {
  const chain: object[] = [];
  let current = error;
  while (typeof current === 'object' && current !== null && chain.length < MAX_CAUSES) {
    chain.push(current);
    current = Reflect.get(current, 'cause');
  }
  return chain;
}

function framesOf(error: object | undefined): string | undefined {
  const stack: unknown = error === undefined ? undefined : Reflect.get(error, 'stack');
  if (typeof stack !== 'string') return undefined;
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return frames.slice(0, 12).join('\n');
}
