/** What comes with a word of a party that the staff records: the papers that show it, and what the party is told of it. */
import { defineCommit } from '@qinwu/platform/db/commit';
import { placeholder, sql } from 'drizzle-orm';
import { changedCase, clocksPart } from './case-commits.ts';
import { type NoticeRow, notice } from './session-tables.ts';
import { rowValues, writtenRows } from './written-rows.ts';

/** Parts of a commit: each file of the placeholder `papers` is its owner's from then on; the rows of `notices`. */
export const wordParts = {
  papers: sql`
    update file set attached_to = p.owner
    from "guard", jsonb_to_recordset(${placeholder('papers')}::jsonb) as p (id uuid, owner text)
    where file.id = p.id and file.attached_to is null`,
  notices: writtenRows(notice, 'notices'),
};

/** A case with what a party said, where nothing else of it changes. */
export const saveCaseWithWord = defineCommit('save-case-word', {
  guard: changedCase,
  also: { clocks: clocksPart, ...wordParts },
});

export interface OwnedPaper {
  id: string;
  owner: string;
}

/** The values of the placeholders of `wordParts`. */
export function wordValues(papers: readonly OwnedPaper[], notices: readonly NoticeRow[]) {
  return { papers: JSON.stringify(papers), notices: rowValues(notice, notices) };
}
