import type { Http } from '@qinwu/platform/http/http';
import type { Language } from '@qinwu/platform/http/language';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { RECORDED_WORD } from '../rules/word-body.ts';
import { chooseMediators, type ReadChoice, readChoices } from '../use-cases/choose-mediators.ts';
import { CHOICE_MAKERS } from '../vocabulary.ts';
import { AT_TABLE, READ_SCOPE, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const tags = ['调解员 mediators'];
const Id = z.object({ id: z.uuid().describe('案件标识') });
const MEDIATOR = '0198f000-0000-7000-8000-000000000003';

const ChoiceBody = z
  .object({
    party: z.uuid().optional().describe('代为记录时写明当事人'),
    mediators: z
      .array(z.uuid())
      .max(5)
      .describe('从名册（GET /mediators）选定一名或数名，取代原来的选定；空为撤回选定'),
    ...RECORDED_WORD,
  })
  .meta({ id: 'ChooseMediators' });

const ChoiceView = z
  .object({
    party: z.uuid(),
    mediators: z.array(
      z.object({
        mediator: z.uuid(),
        refused: z
          .object({ code: z.string(), text: z.string() })
          .nullable()
          .describe('现在不能指定的理由；仅工作人员可见'),
      }),
    ),
    chosenAt: z.iso.datetime(),
    recordedBy: z.string().nullable().describe('登记人的账号；仅承办人员和登记人本人可见，对其他人为空'),
    made: z
      .object({
        by: z.enum(CHOICE_MAKERS),
        scan: z.uuid().nullable(),
        session: z.uuid().nullable(),
      })
      .nullable()
      .describe('工作人员代为记录的，由谁选定、以何为凭；本人选定的为 null'),
  })
  .meta({ id: 'MediatorChoice' });

function choiceView(
  { party, mediators, at, recordedBy, made }: ReadChoice,
  language: Language,
): z.input<typeof ChoiceView> {
  return {
    party,
    mediators: mediators.map(({ id, refused }) => ({
      mediator: id,
      refused: refused && { code: refused.code, text: refused.text[language] },
    })),
    chosenAt: at,
    recordedBy,
    made: made === undefined ? null : { by: made.by, scan: made.scan ?? null, session: made.session ?? null },
  };
}

/** Parties choose who mediates between them. */
export function mediatorChoiceRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/mediator-choices`,
      operationId: 'chooseMediators',
      summary: '当事人选定调解员 Choose mediators',
      description:
        '人民调解法第十九条。开始调解之前可更换或撤回。与本人有利害关系、不在聘期内或不受理该类纠纷的当即 422；涉及对方的回避事由不向当事人透露，指定时由窗口处理。窗口、承办调解员和收件的勤务员可代为记录，须有当事人签名的书面选定或其到场的会议（422 choice-unproven）。',
      tags,
      access: { roles: AT_TABLE, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: ChoiceBody,
      example: { mediators: [MEDIATOR] },
      answersWhole: true,
      responses: { 201: { description: '已选定或撤回', schema: ChoiceView } },
    },
    (call) => {
      const { party, mediators, madeBy, scan, session } = call.body;
      const said = { madeBy, scan, session };
      const input = { id: call.params.id, party, mediators, said, ifMatch: call.ifMatch };
      return chooseMediators(deps, call, input, (chosen) =>
        presentingPart(call, 201, () => ({ body: choiceView(chosen, call.language) })),
      );
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/mediator-choices`,
      operationId: 'listMediatorChoices',
      summary: '当事人选定的调解员 Choices of mediators',
      description: '当事人只见自己的选定；对方的选定在该调解员被指定后，见于本案调解员的 chosenBy。',
      tags,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: Id,
      responses: {
        200: {
          description: '各方的选定',
          schema: z.object({ items: z.array(ChoiceView) }).meta({ id: 'MediatorChoices' }),
        },
      },
    },
    async (call) => {
      const found = await readChoices(deps, call, call.params.id);
      return { status: 200, body: { items: found.map((each) => choiceView(each, call.language)) } };
    },
  );
}
