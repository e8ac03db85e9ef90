/** Refusals by a rule, free of transport: the HTTP edge alone turns a kind into a status. */

/** What went wrong, in the words of the caller's next step rather than of a protocol. */
export const ERROR_KINDS = [
  'malformed',
  'unauthenticated',
  'forbidden',
  'missing',
  'conflict',
  'stale',
  'too-large',
  'rule',
  'unavailable',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** One message in both languages of the cluster. */
export interface Text {
  zh: string;
  en: string;
}

/** A fault of one field; `pointer` is a JSON pointer (RFC 6901) into the request body, '' for all of it. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: Text;
}

export interface RefusalMore {
  detail?: Text;
  errors?: readonly FieldError[];
  extra?: Record<string, unknown>;
}

// A registered symbol is the same in every realm, where `instanceof` is not.
const brand = Symbol.for('qinwu.domain-error');

/** A refusal; `code` is stable and kebab-case, `extra` goes to the client as members of the problem. */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly title: Text;
  readonly detail: Text | undefined;
  readonly errors: readonly FieldError[];
  readonly extra: Record<string, unknown>;

  constructor(kind: ErrorKind, code: string, title: Text, more: RefusalMore = {}) {
    super(`${code}: ${more.detail?.en ?? title.en}`);
    this.name = 'DomainError';
    this.kind = kind;
    this.code = code;
    this.title = title;
    this.detail = more.detail;
    this.errors = more.errors ?? [];
    this.extra = more.extra ?? {};
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Makes a refusal for the caller to throw. */
export function refuse(kind: ErrorKind, code: string, title: Text, more?: RefusalMore): DomainError {
  return new DomainError(kind, code, title, more);
}

/** True for a refusal made by any copy of this module. */
export function isDomainError(error: unknown): error is DomainError {
  return typeof error === 'object' && error !== null && Reflect.get(error, brand) === true;
}

const fieldsTitle: Text = { zh: '请求内容不符合规则', en: 'The request breaks a rule' };

/** Makes the refusal of one field's value (kind `rule`). */
export function fieldRule(pointer: string, code: string, detail: Text): DomainError {
  return fieldRules([{ pointer, code, detail }]);
}

/** Makes one refusal of several fields at once, so that a form can show every fault. */
export function fieldRules(errors: readonly FieldError[]): DomainError {
  const first = errors[0];
  return new DomainError('rule', first?.code ?? 'field-invalid', fieldsTitle, {
    errors,
    ...(first === undefined ? {} : { detail: first.detail }),
  });
}
