import type { FieldError } from '@qinwu/domain/errors';

/** Collects faults of fields, each in both languages, so that a caller hears of all of them at once. */
export function faultsInto(faults: FieldError[]) {
  return (pointer: string, code: string, zh: string, en: string): void => {
    faults.push({ pointer, code, detail: { zh, en } });
  };
}
