import { describe, expect, it } from '@jest/globals';
import { describeError } from './logger.ts';
import { safeErrorText } from './safe-error-text.ts';

const PERSON = '李四 110101199003070011';

const fromDatabase = (message: string, more: object) =>
  Object.assign(new Error(message), { severity: 'ERROR', ...more });

const failures = [
  ['SQLSTATE 22P02', fromDatabase(`invalid input syntax for type integer: "${PERSON}"`, { code: '22P02' })],
  [
    'SQLSTATE 23505 (grievance_number)',
    fromDatabase(`duplicate key: ${PERSON}`, { code: '23505', constraint: 'grievance_number' }),
  ],
  ['The text is not valid JSON.', new SyntaxError(`Unexpected token, "${PERSON}" is not valid JSON`)],
] as const;

describe('what is kept of an error', () => {
  it.each(failures)('%s, not the values it quotes', (text, failure) => {
    const wrapped = new Error(`Failed query: insert … params: ${PERSON}`, { cause: failure });
    expect(safeErrorText(wrapped)).toBe(text);
    expect(JSON.stringify(describeError(failure))).not.toContain('110101199003070011');
  });

  it('is what our own code says of it', () => {
    expect(safeErrorText(new Error('outer', { cause: new Error('the grid is unknown') }))).toBe(
      'the grid is unknown',
    );
    expect(safeErrorText('text')).toBe('Something was thrown that is no error.');
  });
});
