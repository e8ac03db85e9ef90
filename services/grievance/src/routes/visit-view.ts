import { z } from 'zod';
import { ChecklistItem } from '../rules/visit-body.ts';
import type { SampleRow } from '../store/visit-tables.ts';
import type { FoundVisit } from '../store/visits.ts';
import { State } from './grievance-schema.ts';
import { BASE } from './present.ts';

export const VisitView = z
  .object({
    id: z.uuid(),
    number: z.string().describe('走访编号'),
    version: z.int(),
    enterprise: z.object({ uscc: z.string().nullable(), name: z.string().nullable() }),
    officer: z.string().describe('走访勤务员'),
    grid: z.string().nullable(),
    visitedAt: z.iso.datetime().describe('记录时间（服务器）'),
    occurredAt: z.iso.datetime().nullable().describe('补录的走访时间'),
    visitedOn: z.iso.date().describe('走访日期（业务日期）'),
    checklist: z.array(ChecklistItem),
    note: z.string().nullable(),
    photos: z.array(z.uuid()),
    problems: z.array(
      z.object({
        grievanceId: z.uuid(),
        number: z.string(),
        title: z.string(),
        state: State,
        fixedOnTheSpot: z.boolean().describe('当场整改'),
        photosBefore: z.array(z.uuid()),
        photosAfter: z.array(z.uuid()),
        url: z.string(),
      }),
    ),
    recordedBy: z.string(),
  })
  .meta({ id: 'Visit' });

/** A visit as an answer shows it. */
export function visitView({ row, problems }: FoundVisit): z.output<typeof VisitView> {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    enterprise: { uscc: row.enterpriseUscc, name: row.enterpriseName },
    officer: row.officerCode,
    grid: row.gridCode,
    visitedAt: row.visitedAt.toISOString(),
    occurredAt: row.occurredAt?.toISOString() ?? null,
    visitedOn: row.visitedOn,
    checklist: [...row.checklist],
    note: row.note,
    photos: row.photos,
    problems: problems.map(({ grievanceId, number, title, state, fixed, photosBefore, photosAfter }) => ({
      grievanceId,
      number,
      title,
      state,
      fixedOnTheSpot: fixed,
      photosBefore,
      photosAfter,
      url: `${BASE}/grievances/${grievanceId}`,
    })),
    recordedBy: row.filedBy,
  };
}

export const SampleView = z
  .object({
    id: z.uuid(),
    seed: z.string().describe('抽样种子；同一批次、同一种子抽到同样的件'),
    visitedFrom: z.iso.date(),
    visitedTo: z.iso.date(),
    batchSize: z.int().describe('批次件数'),
    sampled: z.array(z.uuid()).describe('抽到的诉求'),
    passed: z.array(z.uuid()).describe('已核验合格的'),
    outcome: z.enum(['open', 'passed', 'failed']).describe('核验中、合格、不合格'),
    drawnBy: z.string(),
    drawnAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'VerificationSample' });

/** A sample as an answer shows it. */
export function sampleView(row: SampleRow): z.output<typeof SampleView> {
  const { id, seed, visitedFrom, visitedTo, batch, sampled, passed, outcome, drawnBy } = row;
  return {
    id,
    seed,
    visitedFrom,
    visitedTo,
    batchSize: batch.length,
    sampled,
    passed,
    outcome,
    drawnBy,
    drawnAt: row.drawnAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
