import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, line, prose } from '../fields.ts';
import { GROUND_ARTICLES } from '../rules/labour-court.ts';
import { MOST_EXTENSION_DAYS, TRACK_STEPS, trackLifecycle } from '../rules/side-track.ts';
import { extendTrack } from '../use-cases/extend-track.ts';
import { openCase } from '../use-cases/open-case.ts';
import { type OpenedTrack, readTracks } from '../use-cases/open-track.ts';
import { fileTrack, progressTrack } from '../use-cases/track-case.ts';
import { COURT_GROUNDS, TRACK_KINDS, TRACK_STATES } from '../vocabulary.ts';
import { AT_TABLE, READ_SCOPE, STAFF, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['其他程序 tracks'];

const TrackView = z
  .object({
    id: z.uuid(),
    kind: z.enum(TRACK_KINDS).describe('仲裁、诉讼、支付令、司法确认、仲裁审查、法律援助、劳动监察'),
    state: z.enum(TRACK_STATES),
    outcome: z.string().nullable(),
    authority: z.string().nullable().describe('机关'),
    reference: z.string().nullable().describe('机关的案号'),
    notes: z.array(z.string()),
    ground: z.enum(COURT_GROUNDS).nullable().describe('劳动争议未经仲裁起诉的依据'),
    article: z.string().nullable().describe('该依据的条文'),
    filedOn: z.iso.date(),
    acceptedOn: z.iso.date().nullable(),
    decidedOn: z.iso.date().nullable(),
    extension: z
      .object({
        on: z.iso.date(),
        days: z.int(),
        reason: z.string(),
        paper: z.uuid().nullable(),
      })
      .nullable()
      .describe('经批准的延期'),
  })
  .meta({ id: 'SideTrack' });

const Filing = z
  .object({
    kind: z.enum(TRACK_KINDS),
    filedOn: day.describe('提出之日'),
    jointly: z.boolean().default(false).describe('双方共同申请；司法确认和仲裁审查必须为 true'),
    authority: line(200).describe('机关'),
    ground: z
      .enum(COURT_GROUNDS)
      .optional()
      .describe(
        '劳动争议诉讼的依据：仲裁不予受理或逾期未答复、逾期未裁决、不服裁决、工资欠条、仅就劳动报酬的协议、支付令终结、其他（理由写入 note）；本案已登记的仲裁或支付令足以说明的不必填',
      ),
    reference: line(100).optional().describe('机关的案号'),
    note: prose(2000).optional(),
  })
  .meta({ id: 'SideTrackFiling' });

const Progress = z
  .object({
    on: day.describe('发生之日'),
    outcome: line(40).optional().describe('决定的结果，仅用于 decide'),
    reference: line(100).optional().describe('机关的案号或文号'),
    note: prose(2000).optional(),
  })
  .meta({ id: 'SideTrackProgress' });

const Extension = z
  .object({
    on: day.describe('批准延期之日'),
    days: z
      .int()
      .min(1)
      .max(MOST_EXTENSION_DAYS)
      .describe('仲裁为自然日，至多十五日；仲裁审查为工作日，至多五个'),
    reason: prose(2000).describe('延期的理由'),
    paper: z.uuid().optional().describe('延期通知的扫描件'),
  })
  .meta({ id: 'SideTrackExtension' });

function viewOf(track: OpenedTrack): z.output<typeof TrackView> {
  const { id, kind, state, outcome, filedOn, acceptedOn, decidedOn, said } = track;
  return {
    id,
    kind,
    state,
    outcome,
    authority: said?.authority ?? null,
    reference: said?.reference ?? null,
    notes: said?.notes ?? [],
    ground: said?.ground ?? null,
    article: said?.ground === undefined ? null : GROUND_ARTICLES[said.ground],
    filedOn,
    acceptedOn,
    decidedOn,
    extension: said?.extension ?? null,
  };
}

/** Ways beside the mediation: filed, and what was heard of them. */
export function trackRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/tracks`,
      operationId: 'listSideTracks',
      summary: '其他程序列表 List side tracks',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: Id,
      responses: {
        200: {
          description: '全部程序',
          schema: z.object({ items: z.array(TrackView) }).meta({ id: 'SideTracks' }),
        },
      },
    },
    async (call) => {
      const found = await openCase(deps, call.actor, call.params.id);
      return { status: 200, body: { items: (await readTracks(deps, found)).map(viewOf) } };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/tracks`,
      operationId: 'fileSideTrack',
      summary: '登记其他程序 File a side track',
      description:
        '仲裁、诉讼、支付令、司法确认等，各成一条记录；司法确认须在协议生效三十日内由双方共同申请；劳动争议先仲裁后诉讼（调解仲裁法第五条），例外须写明依据（ground，否则 422 arbitration-first）。',
      tags: TAGS,
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      body: Filing,
      example: { kind: 'legal-aid', filedOn: '2025-09-01', authority: '晋江市法律援助中心' },
      answersWhole: true,
      responses: { 201: { description: '已登记', schema: TrackView } },
    },
    (call) => {
      const { reference = null, note = null, ground = null, ...rest } = call.body;
      const filing = { ...rest, reference, note, ground };
      return fileTrack(deps, call, { id: call.params.id, filing }, (track) =>
        presentingPart(call, 201, () => ({ body: viewOf(track) })),
      );
    },
  );

  for (const action of TRACK_STEPS) {
    const { label, from, to } = trackLifecycle.rule(action);
    http.route(
      {
        method: 'POST',
        url: `${BASE}/cases/:id/tracks/:track/actions/${action}`,
        operationId: `${action.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}SideTrack`,
        summary: `程序${label.zh} ${label.en} a side track`,
        description: `可在 ${from.join('、')} 执行；之后为 ${to}。`,
        tags: TAGS,
        access: { roles: STAFF, scopes: [WRITE_SCOPE] },
        params: Id.extend({ track: z.uuid().describe('程序标识') }),
        idempotency: 'required',
        body: Progress,
        example: action === 'decide' ? { on: '2025-09-20', outcome: 'granted' } : { on: '2025-09-03' },
        responses: { 200: { description: '已登记', schema: TrackView } },
      },
      (call) => {
        const { on, outcome = null, reference = null, note = null } = call.body;
        const progress = { action, on, outcome, reference, note };
        const { id, track } = call.params;
        return progressTrack(deps, call, { id, trackId: track, progress }, (done) =>
          presentingPart(call, 200, () => ({ body: viewOf(done) })),
        );
      },
    );
  }

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/tracks/:track/actions/extend`,
      operationId: 'extendSideTrack',
      summary: '仲裁或仲裁审查延期 Extend an arbitration or a review',
      description:
        '经批准的延期，登记一次，时限顺延：仲裁案情复杂、经仲裁委员会主任批准的，至多十五日（调解仲裁法第四十三条）；调解协议的仲裁审查至多五个工作日（劳动人事争议仲裁办案规则）。',
      tags: TAGS,
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      params: Id.extend({ track: z.uuid().describe('程序标识') }),
      idempotency: 'required',
      body: Extension,
      example: { on: '2025-09-20', days: 15, reason: '案情复杂，经主任批准延期。' },
      responses: { 200: { description: '已登记', schema: TrackView } },
    },
    (call) => {
      const { on, days, reason, paper = null } = call.body;
      const { id, track } = call.params;
      const extension = { on, days, reason, paper };
      return extendTrack(deps, call, { id, trackId: track, extension }, (done) =>
        presentingPart(call, 200, () => ({ body: viewOf(done) })),
      );
    },
  );
}
