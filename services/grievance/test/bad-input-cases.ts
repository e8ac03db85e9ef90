/** Inputs officials, phones and attackers send to the intake, and what each is answered (400 form, 422 rule). */
import { INTAKE } from './grievance-service.ts';

export interface BadInput {
  row: string;
  /** Members of the intake that are sent instead; `raw` is the body as text. */
  over?: Record<string, unknown>;
  raw?: string;
  headers?: Record<string, string>;
  status: number;
  /** Pointer and code of a field error that must be among the answer's, or its problem type alone. */
  error?: readonly [pointer: string, code: string];
  type?: string;
}

const { reporter } = INTAKE;
const JSON_TEXT = JSON.stringify(INTAKE);
const withMember = (member: string): string => `${JSON_TEXT.slice(0, -1)},${member}}`;
const typed = (type: string): Record<string, string> => ({ 'content-type': type });

/** A spot check through the real intake of what every service refuses. */
export const TRANSPORT: readonly BadInput[] = [
  { row: '1 an empty body', raw: '', status: 400, error: ['', 'json-empty'] },
  { row: '2 truncated JSON', raw: '{"title":"截断的标题"', status: 400, error: ['', 'json-syntax'] },
  { row: '4 a list', raw: `[${JSON_TEXT}]`, status: 400, error: ['', 'json-root'] },
  {
    row: '5 __proto__ deep inside',
    raw: withMember('"place":{"text":"a","__proto__":{"isAdmin":true}}'),
    status: 400,
    error: ['', 'json-forbidden-key'],
  },
  {
    row: '6 a member twice',
    raw: withMember('"title":"又一个标题"'),
    status: 400,
    error: ['', 'json-duplicate-key'],
  },
  { row: '9 2 MB', over: { text: '诉'.repeat(700_000) }, status: 413, type: 'body-too-large' },
  { row: '11 NUL', over: { text: '路灯\u0000坏了' }, status: 400, error: ['', 'json-text'] },
  {
    row: '11 half a surrogate pair',
    over: { text: '路灯\ud800坏了' },
    status: 400,
    error: ['', 'json-text'],
  },
  {
    row: '13 GBK',
    headers: typed('application/json; charset=gbk'),
    status: 415,
    type: 'media-type-unsupported',
  },
  { row: '15 text/plain', headers: typed('text/plain'), status: 415, type: 'media-type-unsupported' },
  {
    row: '18 a member of nobody',
    over: { isAdmin: true },
    status: 400,
    error: ['/isAdmin', 'unknown-field'],
  },
  {
    row: '18 a member of nobody, deeper',
    over: { reporter: { ...reporter, verified: true } },
    status: 400,
    error: ['/reporter/verified', 'unknown-field'],
  },
  { row: '19 a number for text', over: { title: 12345678 }, status: 400, error: ['/title', 'type'] },
  { row: '19 null for text', over: { title: null }, status: 400, error: ['/title', 'type'] },
  {
    row: '19 text for a flag',
    over: { reporter: { anonymous: 'true' } },
    status: 400,
    error: ['/reporter/anonymous', 'type'],
  },
  {
    row: '19 one for a list',
    over: { attachments: 'photo-1' },
    status: 400,
    error: ['/attachments', 'type'],
  },
  {
    row: '20 above 2^53',
    raw: withMember('"extension":{"order":9007199254740993}'),
    status: 400,
    error: ['', 'json-number'],
  },
  {
    row: '29 a key of 15 characters',
    headers: { 'idempotency-key': 'a'.repeat(15) },
    status: 400,
    type: 'idempotency-key-malformed',
  },
  {
    row: '29 a key of 256 characters',
    headers: { 'idempotency-key': 'a'.repeat(256) },
    status: 400,
    type: 'idempotency-key-malformed',
  },
  {
    row: '29 a key beyond ASCII',
    headers: { 'idempotency-key': `clé${'0'.repeat(16)}` },
    status: 400,
    type: 'idempotency-key-malformed',
  },
];

const point = (longitude: unknown, latitude: unknown): Record<string, unknown> => ({
  place: { point: { longitude, latitude, system: 'GCJ02' } },
});
const manyPoints = Array.from({ length: 6_000 }, () => ({
  longitude: 118.57,
  latitude: 24.68,
  system: 'GCJ02',
}));

/** The intake's own rows. */
export const INTAKE_CASES: readonly BadInput[] = [
  { row: '33 a title of blanks', over: { title: ' \u3000 ' }, status: 400, error: ['/title', 'pattern'] },
  {
    row: '33 a title of zero-width marks',
    over: { title: '\u200b\u2060\ufeff' },
    status: 400,
    error: ['/title', 'pattern'],
  },
  {
    row: '33 a bidi override in the title',
    over: { title: '路灯\u202e坏了' },
    status: 400,
    error: ['/title', 'pattern'],
  },
  {
    row: '33 a line break in the title',
    over: { title: '路灯\n坏了三盏' },
    status: 400,
    error: ['/title', 'pattern'],
  },
  { row: '33 a text of blanks', over: { text: '\n\t ' }, status: 400, error: ['/text', 'pattern'] },
  { row: '34 201 characters', over: { title: '灯'.repeat(201) }, status: 400, error: ['/title', 'too-long'] },
  { row: '34 201 emoji', over: { title: '💡'.repeat(201) }, status: 400, error: ['/title', 'too-long'] },
  {
    row: '36 an unknown category',
    over: { categoryCode: 'moon.crater' },
    status: 422,
    error: ['/categoryCode', 'category-unknown'],
  },
  {
    row: '36 a disabled category',
    over: { categoryCode: 'closed-kind' },
    status: 422,
    error: ['/categoryCode', 'category-disabled'],
  },
  {
    row: '36 a category that is no code',
    over: { categoryCode: '路灯 照明' },
    status: 400,
    error: ['/categoryCode', 'pattern'],
  },
  {
    row: '37 a region of another city',
    over: { place: { region: '510104' } },
    status: 422,
    error: ['/place/region', 'region-outside-park'],
  },
  {
    row: '38 a wrong check digit',
    over: { reporter: { ...reporter, idType: 'citizen-id', idNumber: '350582199003074512' } },
    status: 422,
    error: ['/reporter/idNumber', 'citizen-id-invalid'],
  },
  {
    row: '38 the old form of 15 digits',
    over: { reporter: { ...reporter, idType: 'citizen-id', idNumber: '350582900307451' } },
    status: 422,
    error: ['/reporter/idNumber', 'citizen-id-invalid'],
  },
  {
    row: '41 latitude 91',
    over: point(118.57, 91.25),
    status: 400,
    error: ['/place/point/latitude', 'too-large'],
  },
  {
    row: '41 NaN',
    raw: withMember('"place":{"point":{"longitude":NaN,"latitude":24.6,"system":"GCJ02"}}'),
    status: 400,
    error: ['', 'json-syntax'],
  },
  {
    row: '41 NaN as text',
    over: point('NaN', 24.68),
    status: 400,
    error: ['/place/point/longitude', 'type'],
  },
  {
    row: '41 six thousand points',
    over: { place: { point: manyPoints } },
    status: 400,
    error: ['/place/point', 'type'],
  },
  {
    row: '41 no reference system',
    over: { place: { point: { longitude: 118.57, latitude: 24.68 } } },
    status: 400,
    error: ['/place/point/system', 'required'],
  },
  {
    row: '44 anonymous, with an ID number',
    over: { reporter: { anonymous: true, idType: 'citizen-id', idNumber: '35058219900307451X' } },
    status: 422,
    error: ['/reporter/idNumber', 'anonymous-with-id'],
  },
  {
    row: 'a telephone of seven digits',
    over: { reporter: { name: '陈晓梅', phone: '8512345' } },
    status: 422,
    error: ['/reporter/phone', 'phone-invalid'],
  },
  {
    row: 'a code of an enterprise whose check character does not fit',
    over: { enterprise: { uscc: '91350582MA2Y0Y0010' } },
    status: 422,
    error: ['/enterprise/uscc', 'uscc-invalid'],
  },
  {
    row: 'it has not happened yet',
    over: { occurredAt: '2099-01-01T08:00:00+08:00' },
    status: 422,
    error: ['/occurredAt', 'occurred-in-future'],
  },
  {
    row: 'a time without its offset',
    over: { occurredAt: '2025-08-30T21:40:00' },
    status: 400,
    error: ['/occurredAt', 'format'],
  },
  {
    row: 'the thirtieth of February',
    over: { occurredAt: '2025-02-30T08:00:00+08:00' },
    status: 400,
    error: ['/occurredAt', 'format'],
  },
  { row: 'an origin that is none', over: { origin: 'rumour' }, status: 400, error: ['/origin', 'enum'] },
  {
    row: 'times only the server may set',
    over: { registeredAt: '2025-01-01T08:00:00+08:00' },
    status: 400,
    error: ['/registeredAt', 'unknown-field'],
  },
  {
    row: '42 eleven attachments named',
    over: { attachments: Array.from({ length: 11 }, () => '0198c5c4-2f6e-7b9a-8f00-00000000dead') },
    status: 413,
    error: ['/attachments', 'too-many'],
  },
  {
    row: '42 an attachment that is not there',
    over: { attachments: ['0198c5c4-2f6e-7b9a-8f00-00000000dead'] },
    status: 422,
    error: ['/attachments', 'file-unusable'],
  },
  {
    row: 'a grid that is not there',
    over: { place: { grid: 'G-404' } },
    status: 422,
    error: ['/place/grid', 'grid-unknown'],
  },
];
