import { readXml } from './xml-events.ts';

// Built-in formats that show a date or a date and time; 45 to 47 show a duration (ECMA-376 part 1, 18.8.30).
const BUILT_IN: readonly [number, number][] = [
  [14, 17],
  [22, 22],
  [27, 31],
  [34, 36],
  [50, 54],
  [57, 58],
];

/** True where a number format shows a date: day or year letters outside quotes, brackets and escapes. */
export function isDateFormat(format: string): boolean {
  const bare = format.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';')[0] ?? '';
  return /[dDyYeE年日]/.test(bare) && !/[0#?]/.test(bare);
}

/** Which of the workbook's cell styles show their number as a date, by style number. */
export async function readDateStyles(bytes: AsyncIterable<Uint8Array>): Promise<boolean[]> {
  const custom = new Map<number, string>();
  const dates: boolean[] = [];
  let inCellStyles = false;
  await readXml(bytes, {
    open(name, attributes) {
      if (name === 'cellXfs') inCellStyles = true;
      if (name === 'numFmt') custom.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name !== 'xf' || !inCellStyles) return;
      const id = Number(attributes.numFmtId ?? 0);
      const format = custom.get(id);
      const builtIn = BUILT_IN.some(([from, to]) => id >= from && id <= to);
      dates.push(format === undefined ? builtIn : isDateFormat(format));
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
  });
  return dates;
}
