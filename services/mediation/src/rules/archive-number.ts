/** An archive number 档案号 as it is compared: the same one is written with blanks, wide characters, small letters. */
export function archiveKey(number: string): string {
  return number.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}
