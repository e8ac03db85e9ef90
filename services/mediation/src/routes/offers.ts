import { formatYuan, parseYuan } from '@qinwu/domain/money';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { prose, timestamp } from '../fields.ts';
import { yuan } from '../rules/intake-body.ts';
import { gapOf, statusAt } from '../rules/offer.ts';
import { saidOf } from '../rules/recorded-word.ts';
import { RECORDED_WORD, SPOKEN_WORD } from '../rules/word-body.ts';
import {
  makeOffer,
  moveOffer,
  type OfferAction,
  type OpenedOffer,
  readOffer,
  readOffers,
} from '../use-cases/negotiate.ts';
import { openCase } from '../use-cases/open-case.ts';
import { OFFER_STATUSES, SIDES, type Side } from '../vocabulary.ts';
import { AT_TABLE, READ_SCOPE, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const OfferId = Id.extend({ offer: z.uuid().describe('方案标识') });
const TAGS = ['协商 negotiation'];
const party = z.uuid().optional().describe('代为记录时写明当事人；当事人本人操作时不填');
const note = prose(2000).optional().describe('说明');
const instant = z.iso.datetime().nullable();

const OfferView = z
  .object({
    id: z.uuid(),
    side: z.enum(SIDES),
    party: z.uuid(),
    amount: z.string().nullable().describe('金额（元）'),
    terms: z.string().nullable().describe('条件'),
    confidential: z.boolean().describe('只告知调解员'),
    status: z.enum(OFFER_STATUSES),
    expiresAt: instant,
    inReplyTo: z.uuid().nullable(),
    madeAt: z.iso.datetime(),
    releasedAt: instant.describe('公开之时'),
    closedAt: instant,
    answeredBy: z.uuid().nullable().describe('接受或拒绝的当事人'),
  })
  .meta({ id: 'Offer' });

const OffersView = z
  .object({
    items: z.array(OfferView).describe('按提出时间'),
    applicant: z.string().nullable().describe('申请人现行公开方案的金额（元）'),
    respondent: z.string().nullable().describe('被申请人现行公开方案的金额（元）'),
    gap: z.string().nullable().describe('两者之差（元）；不大于零即已接近一致'),
  })
  .meta({ id: 'Offers' });

const NewOfferBody = z
  .object({
    party,
    amount: yuan,
    terms: prose(5000).describe('条件：期限、方式、其他'),
    confidential: z.boolean().default(false).describe('只告知调解员，公开前对方不知'),
    expiresAt: timestamp.optional().describe('有效期至；不填则至撤回为止'),
    inReplyTo: z.uuid().optional().describe('所答复的对方方案'),
    ...SPOKEN_WORD,
  })
  .meta({ id: 'NewOffer' });

const AcceptBody = z.object({ party, note, ...RECORDED_WORD }).meta({ id: 'OfferAcceptance' });
const RejectBody = z.object({ party, note, ...SPOKEN_WORD }).meta({ id: 'OfferRejection' });
const WithdrawBody = z.object({ note, ...SPOKEN_WORD }).meta({ id: 'OfferWithdrawal' });
const ReleaseBody = z.object({ note, ...RECORDED_WORD }).meta({ id: 'OfferRelease' });
const BODIES = { accept: AcceptBody, reject: RejectBody, withdraw: WithdrawBody, release: ReleaseBody };

function viewOf(offer: OpenedOffer, now: Date): z.output<typeof OfferView> {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: offer.id,
    side: offer.side,
    party: offer.partyId,
    amount: offer.said?.amount ?? null,
    terms: offer.said?.terms ?? null,
    confidential: offer.confidential,
    status: statusAt(offer, now),
    expiresAt: iso(offer.expiresAt),
    inReplyTo: offer.inReplyTo,
    madeAt: offer.at.toISOString(),
    releasedAt: iso(offer.releasedAt),
    closedAt: iso(offer.closedAt),
    answeredBy: offer.answeredBy,
  };
}

/** Both sides side by side; what is told in confidence counts for no sum. */
function tableView(offers: readonly OpenedOffer[], now: Date): z.output<typeof OffersView> {
  const open = (side: Side): bigint | null => {
    const last = offers.findLast(
      (each) => each.side === side && !each.confidential && statusAt(each, now) === 'open',
    );
    return last?.said == null ? null : parseYuan(last.said.amount);
  };
  const show = (fen: bigint | null) => (fen === null ? null : formatYuan(fen));
  const [applicant, respondent] = [open('applicant'), open('respondent')];
  return {
    items: offers.map((each) => viewOf(each, now)),
    applicant: show(applicant),
    respondent: show(respondent),
    gap: show(gapOf(applicant, respondent)),
  };
}

const ACTIONS: Record<OfferAction, { zh: string; en: string; description: string }> = {
  accept: {
    zh: '接受',
    en: 'Accept',
    description:
      '由另一方接受；过期的方案为 409。其余公开方案随之失效。承办人员代为记录的，须写明由谁、以何种方式作出（422 word-unproven）；一般授权的代理人不能接受（special-powers-missing）。',
  },
  reject: {
    zh: '拒绝',
    en: 'Reject',
    description: '由另一方拒绝。承办人员代为记录的，须写明由谁、以何种方式作出（422 word-unproven）。',
  },
  withdraw: {
    zh: '撤回',
    en: 'Withdraw',
    description:
      '由提出的一方撤回；与接受同时发生时只有一个成立。承办人员代为撤回的，须写明由谁、以何种方式提出（422 word-unproven）。',
  },
  release: {
    zh: '公开',
    en: 'Release',
    description:
      '由提出的一方把保密方案告知对方；本方原公开方案由它取代。承办人员代为公开的，须写明由谁、以何种方式提出（422 word-unproven）。',
  },
};

/** Offers and counter-offers. */
export function offerRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/offers`,
      operationId: 'listOffers',
      summary: '双方方案 List offers',
      description: '双方方案按时间并列，附现行金额之差；保密方案只有提出的一方与承办调解员可见。',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '全部可见方案', schema: OffersView } },
    },
    async (call) => {
      const found = await openCase(deps, call.actor, call.params.id);
      return { status: 200, body: tableView(await readOffers(deps, found), call.now) };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/offers/:offer`,
      operationId: 'getOffer',
      summary: '方案详情 Get an offer',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: OfferId,
      responses: { 200: { description: '方案', schema: OfferView } },
    },
    async (call) => {
      const found = await openCase(deps, call.actor, call.params.id);
      return { status: 200, body: viewOf(await readOffer(deps, found, call.params.offer), call.now) };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/offers`,
      operationId: 'makeOffer',
      summary: '提出方案或还价 Make an offer',
      description:
        '调解中由当事人提出，或由承办人员代为记录；同一方的新方案取代其现行方案。承办人员代为记录的，须写明当事人以何种方式提出（422 word-unproven），并通知该当事人。',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: NewOfferBody,
      example: { amount: '9000.00', terms: '分两期，每期4500元，9月底前付清。' },
      responses: { 201: { description: '已提出', schema: OfferView } },
    },
    (call) => {
      const { id } = call.params;
      const { party: named, amount, terms, confidential, expiresAt, inReplyTo = null } = call.body;
      const offer = {
        party: named,
        amount: formatYuan(parseYuan(amount, '/amount')),
        terms,
        confidential,
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
        inReplyTo,
        word: saidOf(call.body),
      };
      return makeOffer(deps, call, { id, offer, ifMatch: call.ifMatch }, (made) =>
        presentingPart(call, 201, () => ({
          body: viewOf(made, call.now),
          location: `${BASE}/cases/${id}/offers/${made.id}`,
        })),
      );
    },
  );

  for (const action of Object.keys(ACTIONS) as OfferAction[]) {
    const { zh, en, description } = ACTIONS[action];
    http.route(
      {
        method: 'POST',
        url: `${BASE}/cases/:id/offers/:offer/actions/${action}`,
        operationId: `${action}Offer`,
        summary: `${zh}方案 ${en} an offer`,
        description,
        tags: TAGS,
        access: { roles: AT_TABLE, scopes: [WRITE_SCOPE] },
        params: OfferId,
        idempotency: 'required',
        ifMatch: 'optional',
        body: BODIES[action],
        example: {},
        responses: { 200: { description: '已办理', schema: OfferView } },
      },
      (call) => {
        const { id, offer } = call.params;
        const body: z.output<typeof RejectBody> = call.body;
        const move = { action, party: body.party, note: body.note ?? null, said: saidOf(body) };
        return moveOffer(deps, call, { id, offerId: offer, move, ifMatch: call.ifMatch }, (moved) =>
          presentingPart(call, 200, () => ({ body: viewOf(moved, call.now) })),
        );
      },
    );
  }
}
