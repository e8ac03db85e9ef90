/** Every fault of a form at once, so that a clerk corrects them in one go. */
import { type FieldError, isDomainError, type Text } from '@qinwu/domain/errors';

export type Fault = (pointer: string, code: string, detail: Text) => void;
/** Runs a parser; its refusal is gathered and null comes back. */
export type Attempt = <T>(parse: () => T) => T | null;

/** Gathers every fault instead of stopping at the first. */
export function gathering(): { errors: FieldError[]; fault: Fault; attempt: Attempt } {
  const errors: FieldError[] = [];
  return {
    errors,
    fault: (pointer, code, detail) => void errors.push({ pointer, code, detail }),
    attempt: (parse) => {
      try {
        return parse();
      } catch (error) {
        if (!isDomainError(error)) throw error;
        errors.push(...error.errors);
        return null;
      }
    },
  };
}

export type Gathering = ReturnType<typeof gathering>;
