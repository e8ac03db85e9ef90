const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Dates and instants outside these years are slips of the pen, not records. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return isYear(Number(year)) && at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
}

function isYear(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** RFC 3339 with a real day and no leap second. */
function isInstant(text: string): boolean {
  const isShaped =
    /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);
  return isShaped && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/** No `javascript:`, no credentials in the address. */
function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** The formats of our JSON Schemas; those zod also writes as a pattern need no second look. */
export const FORMATS: Readonly<Record<string, true | ((text: string) => boolean)>> = {
  date: isDate,
  'date-time': isInstant,
  uri: isWebAddress,
  uuid: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test.bind(
    /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  ),
  time: /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test.bind(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/),
  email: true,
  duration: true,
  binary: true,
};
