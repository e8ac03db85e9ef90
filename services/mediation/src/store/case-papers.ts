import { defineCommit } from '@qinwu/platform/db/commit';
import { placeholder, type SQL, sql } from 'drizzle-orm';
import { changedCase, clocksPart, filesPart, newCase } from './case-commits.ts';
import { sensitiveConsent } from './consents.ts';
import { seal } from './seals.ts';
import { writtenRows } from './written-rows.ts';

/** Part of a commit: keeps the papers of the placeholder `mandates` with the case, for fewer eyes than its other files. */
const mandatesPart: SQL = sql`
  update file set attached_to = 'mandate/' || "guard".id from "guard"
  where file.id = any(${placeholder('mandates')}::uuid[]) and file.attached_to is null`;

/** What a form brings beside the case: consents, papers of mandates, seals on addresses; none of each too. */
const papers = {
  consent: writtenRows(sensitiveConsent, 'consent'),
  mandates: mandatesPart,
  seals: writtenRows(seal, 'seals'),
};

/** A new case with its files and whatever else its application brings. */
export const insertCaseWithPapers = defineCommit('insert-case-papers', {
  guard: newCase,
  also: { clocks: clocksPart, files: filesPart, ...papers },
});

/** A case as a correction left it, with whatever that brings. */
export const saveCaseWithPapers = defineCommit('save-case-papers', {
  guard: changedCase,
  also: { clocks: clocksPart, ...papers },
});
