import { expect, it } from '@jest/globals';
import { ensureFurther } from './settings.ts';

const list = (...codes: string[]) => ({
  materials: codes.map((code) => ({ code, name: '证明', required: true })),
});

it.each([
  ['one of its own twice', list('identity', 'identity')],
  ['one of the law', list('identity', 'diagnosis')],
  ['one of a detail, which is passed on under it', list('identity', 'event-day')],
])('takes no code that means something already: %s', (_, further) => {
  expect(() => ensureFurther(further)).toThrow(expect.objectContaining({ code: 'material-twice' }));
  expect(() => ensureFurther(list('identity', 'photo'))).not.toThrow();
});
