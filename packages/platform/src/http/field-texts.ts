import type { Text } from '@qinwu/domain/errors';
import type { ErrorObject } from 'ajv';
import { textOfFormat, textOfPattern } from './pattern-texts.ts';

interface FieldText {
  code: string;
  detail: Text;
}

type Params = Record<string, unknown>;

const TYPES: Readonly<Record<string, string>> = {
  string: '文本',
  integer: '整数',
  number: '数字',
  boolean: '布尔值',
  object: '对象',
  array: '数组',
  null: '空值',
};

/** Words for each keyword of a schema; limits may be said, values sent never. */
const TEXTS: Readonly<Record<string, (params: Params) => FieldText>> = {
  required: () => text('required', '必填', 'is required'),
  additionalProperties: () => text('unknown-field', '不是接口约定的字段', 'is not a field of this interface'),
  type: ({ type }) => text('type', `应为${typeNames(type)}`, `must be ${[type].flat().join(' or ')}`),
  minLength: ({ limit }) =>
    text('too-short', `至少 ${limit} 个字符`, `must have at least ${limit} characters`),
  maxLength: ({ limit }) => text('too-long', `至多 ${limit} 个字符`, `must have at most ${limit} characters`),
  minItems: ({ limit }) => text('too-few', `至少 ${limit} 项`, `must have at least ${limit} items`),
  maxItems: ({ limit }) => text('too-many', `至多 ${limit} 项`, `must have at most ${limit} items`),
  minimum: ({ limit }) => text('too-small', `不得小于 ${limit}`, `must be at least ${limit}`),
  exclusiveMinimum: ({ limit }) => text('too-small', `应大于 ${limit}`, `must be more than ${limit}`),
  maximum: ({ limit }) => text('too-large', `不得大于 ${limit}`, `must be at most ${limit}`),
  exclusiveMaximum: ({ limit }) => text('too-large', `应小于 ${limit}`, `must be less than ${limit}`),
  multipleOf: ({ multipleOf }) =>
    text('step', `应为 ${multipleOf} 的倍数`, `must be a multiple of ${multipleOf}`),
  format: ({ format }) => ({ code: 'format', detail: textOfFormat(format) }),
  pattern: ({ pattern }) => ({ code: 'pattern', detail: textOfPattern(pattern) }),
  enum: ({ allowedValues }) =>
    text('enum', `应为：${list(allowedValues)}`, `must be one of: ${list(allowedValues)}`),
  const: ({ allowedValue }) =>
    text('const', `应为：${String(allowedValue)}`, `must be: ${String(allowedValue)}`),
  discriminator: ({ tag }) =>
    text('kind', `${String(tag)} 不是可用的类别`, `${String(tag)} names no known kind`),
  uniqueItems: () => text('repeated', '不得重复', 'must not repeat items'),
  propertyNames: () => text('field-name', '字段名不符合约定', 'has a field name that is not allowed'),
  maxProperties: ({ limit }) => text('too-many', `至多 ${limit} 个字段`, `must have at most ${limit} fields`),
};

/** Code and words for a fault ajv found. */
export function textOfAjvError({ keyword, params }: ErrorObject): FieldText {
  const make = TEXTS[keyword];
  return make === undefined ? text('invalid', '不符合约定', 'is not valid') : make(params);
}

function text(code: string, zh: string, en: string): FieldText {
  return { code, detail: { zh, en } };
}

function typeNames(type: unknown): string {
  return [type]
    .flat()
    .map((name) => TYPES[String(name)] ?? String(name))
    .join('或');
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.slice(0, 30).join(', ') : '';
}
