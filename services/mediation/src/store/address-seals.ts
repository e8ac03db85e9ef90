import { defineCommit } from '@qinwu/platform/db/commit';
import { changedCase, clocksPart, filesPart, newCase } from './case-commits.ts';
import { sensitiveConsent } from './consents.ts';
import { mandatesPart } from './mandate-commits.ts';
import { seal } from './seals.ts';
import { writtenRows } from './written-rows.ts';

const consent = writtenRows(sensitiveConsent, 'consent');
const seals = writtenRows(seal, 'seals');

/** A new case in which a party asks to have its address sealed, with whatever else the application brings. */
export const insertCaseWithSeals = defineCommit('insert-case-seals', {
  guard: newCase,
  also: { clocks: clocksPart, files: filesPart, consent, mandates: mandatesPart, seals },
});

/** A case as a correction left it that seals an address, with whatever else it brings. */
export const saveCaseWithSeals = defineCommit('save-case-seals', {
  guard: changedCase,
  also: { clocks: clocksPart, consent, mandates: mandatesPart, seals },
});
