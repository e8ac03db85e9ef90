import { defineCommit } from '@qinwu/platform/db/commit';
import { placeholder, type SQL, sql } from 'drizzle-orm';
import { changedCase, clocksPart, filesPart, newCase } from './case-commits.ts';
import { sensitiveConsent } from './consents.ts';
import { writtenRows } from './written-rows.ts';

/** Part of a commit: keeps the papers of the placeholder `mandates` with the case, for fewer eyes than its other files. */
export const mandatesPart: SQL = sql`
  update file set attached_to = 'mandate/' || "guard".id from "guard"
  where file.id = any(${placeholder('mandates')}::uuid[]) and file.attached_to is null`;

/** A new case with the mandates, the files and the consents its application brings. */
export const insertCaseWithMandates = defineCommit('insert-case-mandates', {
  guard: newCase,
  also: {
    clocks: clocksPart,
    files: filesPart,
    consent: writtenRows(sensitiveConsent, 'consent'),
    mandates: mandatesPart,
  },
});

/** A case as a correction left it that brought mandates, and maybe a consent. */
export const saveCaseWithMandates = defineCommit('save-case-mandates', {
  guard: changedCase,
  also: { clocks: clocksPart, consent: writtenRows(sensitiveConsent, 'consent'), mandates: mandatesPart },
});
