import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { line, timestamp } from '../fields.ts';
import { saidOf } from '../rules/recorded-word.ts';
import { SPOKEN_WORD } from '../rules/word-body.ts';
import type { ConsentRow } from '../store/consents.ts';
import { readConsents, recordConsent } from '../use-cases/sensitive-consents.ts';
import { CONSENT_SCOPES } from '../vocabulary.ts';
import { AT_TABLE, READ_SCOPE, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['单独同意 consents'];

const ConsentView = z
  .object({
    id: z.uuid(),
    party: z.uuid(),
    scope: z.enum(CONSENT_SCOPES).describe('伤情、账户、未成年人'),
    given: z.boolean().describe('同意或撤回'),
    textVersion: z.string().describe('告知文本的版本'),
    at: z.iso.datetime(),
  })
  .meta({ id: 'SensitiveConsent' });

const ConsentBody = z
  .object({
    party: z.uuid().optional().describe('代为记录时写明当事人；当事人本人操作时不填'),
    scope: z.enum(CONSENT_SCOPES),
    given: z.boolean(),
    textVersion: line(64),
    at: timestamp.optional().describe('表示之时，默认现在'),
    ...SPOKEN_WORD,
  })
  .meta({ id: 'NewSensitiveConsent' });

function viewOf({ id, partyId, scope, given, textVersion, at }: ConsentRow): z.output<typeof ConsentView> {
  return { id, party: partyId, scope, given, textVersion, at: at.toISOString() };
}

/** Separate consents to sensitive data 单独同意 (个人信息保护法 art. 29). */
export function consentRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/consents`,
      operationId: 'listSensitiveConsents',
      summary: '单独同意记录 List consents',
      description: '当事人只见自己的；inForce 为各当事人对各项的最后表示。',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: Id,
      query: z.object(PAGE_QUERY),
      responses: {
        200: {
          description: '一页，按时间',
          schema: pageSchema('SensitiveConsentPageItems', ConsentView)
            .extend({ inForce: z.array(ConsentView) })
            .meta({ id: 'SensitiveConsentPage' }),
        },
      },
    },
    async (call) => {
      const { items, next, inForce } = await readConsents(deps, call, {
        id: call.params.id,
        page: call.query,
      });
      const page = { items: items.map(viewOf), next };
      return { ...pageAnswer(call, page), body: { ...page, inForce: inForce.map(viewOf) } };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/consents`,
      operationId: 'recordSensitiveConsent',
      summary: '记录同意或撤回 Record a consent',
      description:
        '处理伤情、账户、未成年人信息须单独同意，可随时撤回（个人信息保护法第十五、二十九、三十一条）；撤回伤情同意后，案件不再载明受伤职工，最后一份同意撤回后亦不载明事故之日和涉及工伤，本人重新同意前不得更正补填。承办人员代为记录的，须写明当事人以何种方式作出（422 word-unproven），并通知该当事人。',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: ConsentBody,
      example: { scope: 'injury', given: true, textVersion: '2025-01' },
      answersWhole: true,
      responses: { 201: { description: '已记录', schema: ConsentView } },
    },
    (call) => {
      const { party, scope, given, textVersion, at } = call.body;
      const word = saidOf(call.body);
      const said = { party, scope, given, textVersion, at: at === undefined ? null : new Date(at), word };
      return recordConsent(deps, call, { id: call.params.id, said, ifMatch: call.ifMatch }, (row) =>
        presentingPart(call, 201, () => ({ body: viewOf(row) })),
      );
    },
  );
}
