import { newId } from '@qinwu/domain/id';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, line, prose } from '../fields.ts';
import { drawVisitSample } from '../use-cases/draw-visit-sample.ts';
import { verifyVisits } from '../use-cases/verify-visits.ts';
import { WRITE_SCOPE } from '../who.ts';
import { State } from './grievance-schema.ts';
import { BASE } from './present.ts';
import { SampleView, sampleView } from './visit-view.ts';

const TAGS = ['核验 verifications'];
const ACCESS = { roles: ['verifier', 'supervisor'], scopes: [WRITE_SCOPE] } as const;

const VerificationBody = z
  .object({
    grievanceIds: z.array(z.uuid()).min(1).max(200).describe('核验的诉求，不得重复'),
    outcome: z.enum(['passed', 'failed']).describe('合格销号，不合格重办'),
    note: prose(2000).describe('核验意见'),
    documents: z.array(line(200)).max(10).optional().describe('佐证文号'),
    sample: z.uuid().optional().describe('所属抽样；全部抽到的件合格时，整批销号'),
  })
  .refine(({ grievanceIds }) => new Set(grievanceIds).size === grievanceIds.length, {
    message: '诉求重复',
    path: ['grievanceIds'],
    params: { code: 'repeated', en: 'must not repeat items' },
  })
  .meta({ id: 'Verification' });

const Verified = z.object({ id: z.uuid(), number: z.string(), state: State, version: z.int() });
const VerificationView = z
  .object({
    items: z.array(Verified).describe('核验的诉求'),
    spokenFor: z.array(Verified).describe('由抽样一并销号的诉求'),
    sample: SampleView.nullable(),
  })
  .meta({ id: 'VerificationResult' });

const SampleBody = z
  .object({
    visitedFrom: day.describe('走访日期起（含）'),
    visitedTo: day.describe('走访日期止（含）'),
    share: z.number().gt(0).max(1).optional().describe('抽取比例，与 count 二选一'),
    count: z.int().min(1).max(200).optional().describe('抽取件数'),
    seed: line(100).optional().describe('抽样种子；不填由系统生成'),
  })
  .refine(({ share, count }) => (share === undefined) !== (count === undefined), {
    message: 'share 与 count 须且只能填一个',
    path: ['share'],
    params: { code: 'either', en: 'give either share or count' },
  })
  .meta({ id: 'VerificationSampleRequest' });

/** Verifying what officers put right on the spot: many at once, or by a sample that speaks for its batch. */
export function verificationRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/verifications`,
      operationId: 'verifyGrievances',
      summary: '批量核验 Verify many',
      description:
        '全部成功或全部不写；办理人不得核验自己办理的件。抽样核验以 sample 标明，末件合格时整批销号，一件不合格即止。示例中的标识须换成待核验的诉求。',
      tags: TAGS,
      access: ACCESS,
      idempotency: 'required',
      body: VerificationBody,
      example: {
        grievanceIds: ['01991c2e-7d00-7000-8000-000000000001'],
        outcome: 'passed',
        note: '现场复查，整改到位。',
      },
      responses: { 200: { description: '已核验', schema: VerificationView } },
    },
    (call) =>
      verifyVisits(deps, call, call.body, ({ looked, spokenFor, sample }) => {
        const view = ({ row }: (typeof looked)[number]) => ({
          id: row.id,
          number: row.number,
          state: row.state,
          version: row.version,
        });
        const body = {
          items: looked.map(view),
          spokenFor: spokenFor.map(view),
          sample: sample === null ? null : sampleView(sample),
        };
        const answer = { status: 200, body };
        return { answer, kept: call.keep(answer) };
      }),
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/verifications/sample`,
      operationId: 'drawVerificationSample',
      summary: '抽样核验 Draw a sample to verify',
      description:
        '从这些天当场整改、待核验且非本人办理的件中抽取，不少于 5%;不合格的批次再抽，比例不得更小。每次抽取都入台账。示例须这些天有待核验的件。',
      tags: TAGS,
      access: ACCESS,
      idempotency: 'required',
      body: SampleBody,
      example: { visitedFrom: '2025-08-01', visitedTo: '2025-08-31', share: 0.1, seed: '2025-08' },
      responses: { 201: { description: '已抽取', schema: SampleView } },
    },
    (call) => {
      const { visitedFrom, visitedTo, share, count, seed = newId() } = call.body;
      const size = share === undefined ? { count: count ?? 1 } : { share };
      return drawVisitSample(deps, call, { visitedFrom, visitedTo, size, seed }, (sample) => {
        const answer = { status: 201, body: sampleView(sample) };
        return { answer, kept: call.keep(answer) };
      });
    },
  );
}
