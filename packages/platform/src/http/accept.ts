const JSON_TYPES = ['application/json', 'application/problem+json'];

/** True where an Accept header allows one of the media types an answer may have. */
export function isAcceptable(header: string | undefined, produces: readonly string[] = JSON_TYPES): boolean {
  if (header === undefined || header === '*/*' || header === 'application/json') return true;
  return header.split(',', 50).some((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const isRefused = parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter));
    return !isRefused && produces.some((type) => isWithin(type, range.trim()));
  });
}

function isWithin(type: string, range: string): boolean {
  if (range === '*/*' || range === type) return true;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1));
}
