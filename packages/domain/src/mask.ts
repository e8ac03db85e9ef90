/**
 * Masked views of personal fields, the default wherever nobody has stated a purpose (个人信息保护法 art. 51).
 * Masked data are still personal data (art. 73). Characters, not bytes or surrogate halves, are counted.
 */

function keep(text: string, head: number, tail: number): string {
  const characters = [...text];
  const hidden = characters.length - head - tail;
  // Too short to keep both ends without showing all of it.
  if (hidden <= 0) return '*'.repeat(characters.length);
  return (
    characters.slice(0, head).join('') +
    '*'.repeat(hidden) +
    characters.slice(characters.length - tail).join('')
  );
}

/** `段**`: the first character. */
export function maskName(name: string): string {
  return keep(name, 1, 0);
}

/** `5***************1X`: the first and the last two; more would tell region and birth date. */
export function maskCitizenId(number: string): string {
  return keep(number, 1, 2);
}

/** `180****1999`, and for a landline its first four and last two digits. */
export function maskPhone(number: string): string {
  return /^1\d{10}$/.test(number) ? keep(number, 3, 4) : keep(number, 4, 2);
}

/** All but the last eight characters. */
export function maskAddress(address: string): string {
  const length = [...address].length;
  return keep(address, Math.max(0, length - 8), 0);
}

/** `d*************@example.com`: the first letter and the domain. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? keep(address, 0, 0) : keep(address.slice(0, at), 1, 0) + address.slice(at);
}

/** The first and the last four digits. */
export function maskBankCard(number: string): string {
  return keep(number, 4, 4);
}

/** True of text that holds a mask, where a name or a number in full is asked for. */
export function holdsMask(value: unknown): boolean {
  return typeof value === 'string' && value.includes('*');
}
