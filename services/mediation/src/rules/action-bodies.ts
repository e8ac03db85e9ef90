/** What each action asks for; the edge validates with these schemas and the rules get their output. */
import { z } from 'zod';
import { day, line, prose } from '../fields.ts';
import { NOT_ACCEPTED_CODES } from '../vocabulary.ts';
import { yuan } from './intake-body.ts';
import type { Action } from './lifecycle.ts';
import { SPOKEN_WORD, WORDS_OF_SEVERAL } from './word-body.ts';

const note = prose(2000).optional().describe('备注');
const reason = prose(2000).describe('理由');
const party = z.uuid().optional().describe('代为记录时写明当事人；当事人本人操作时不填');

/** Actions that follow from something else: signatures and seal, the last instalment, a payment that was none. */
export const INNER_ACTIONS = ['take-effect', 'cure', 'reopen'] as const satisfies readonly Action[];
export type RoutedAction = Exclude<Action, (typeof INNER_ACTIONS)[number]>;

/** The body of every action that can be called. */
export const actionBodies = {
  invite: z.object({ note }).meta({ id: 'InviteAction' }),
  consent: z.object({ party, note, ...SPOKEN_WORD }).meta({ id: 'ConsentAction' }),
  accept: z.object({ note }).meta({ id: 'AcceptCaseAction' }),
  'not-accept': z
    .object({ code: z.enum(NOT_ACCEPTED_CODES).describe('不予受理原因'), reason })
    .meta({ id: 'NotAcceptAction' }),
  start: z.object({ note }).meta({ id: 'StartMediationAction' }),
  extend: z
    .object({
      days: z.int().min(1).max(60).describe('延长的自然日'),
      agreedBy: z.array(z.uuid()).min(2).max(50).describe('同意延期的当事人，须为全部当事人'),
      words: WORDS_OF_SEVERAL.describe('agreedBy 中每一当事人各自如何表示同意，一人一项，不得缺少'),
      reason,
    })
    .meta({ id: 'ExtendMediationAction' }),
  agree: z
    .object({
      amountAgreed: yuan.optional().describe('协议金额（元），须与协议草案相同；默认取草案'),
      summary: prose(5000).optional().describe('协议要点'),
    })
    .meta({ id: 'AgreeAction' }),
  'agree-orally': z
    .object({
      amountAgreed: yuan.describe('协议金额（元）'),
      reachedOn: day
        .optional()
        .describe('达成之日，即生效之日，不早于开始调解之日，默认今天；期限届满后补录的须填，且在期限之内'),
      lateReason: prose(2000).optional().describe('期限届满后补录的，写明未及时记录的原因；其他情况不填'),
      summary: prose(5000).describe('口头协议内容，由调解员记录（人民调解法第二十八条、第三十条）'),
    })
    .meta({ id: 'AgreeOrallyAction' }),
  renegotiate: z.object({ reason }).meta({ id: 'RenegotiateAction' }),
  perform: z
    .object({ performedOn: day.optional().describe('履行完毕之日，默认今天'), note })
    .meta({ id: 'PerformAction' }),
  breach: z.object({ reason }).meta({ id: 'BreachAction' }),
  fail: z.object({ reason }).meta({ id: 'FailAction' }),
  refuse: z.object({ party, reason, ...SPOKEN_WORD }).meta({ id: 'RefuseAction' }),
  withdraw: z
    .object({
      party,
      agreedBy: z
        .array(z.uuid())
        .max(50)
        .optional()
        .describe('有数名申请人的，代为记录时写明一并撤回的全部申请人'),
      ...SPOKEN_WORD,
      words: WORDS_OF_SEVERAL.describe('一并撤回的其他申请人各自如何表示撤回，一人一项'),
      withdrawnOn: day
        .optional()
        .describe(
          '代为记录时写明的撤回之日，不早于收到申请之日和口头表示撤回之日，默认为最后口头表示之日，否则为今天；本人撤回的不填',
        ),
      reason,
    })
    .meta({ id: 'WithdrawAction' }),
  'time-out': z.object({ note }).meta({ id: 'TimeOutAction' }),
  archive: z
    .object({ archiveNumber: line(64).describe('档案号，本园区内唯一') })
    .meta({ id: 'ArchiveCaseAction' }),
} satisfies Record<RoutedAction, z.ZodObject>;

/** One action with its body. */
export type Move = {
  [A in RoutedAction]: { action: A; body: z.output<(typeof actionBodies)[A]> };
}[RoutedAction];

/** The body of one action. */
export type BodyOf<A extends RoutedAction> = Extract<Move, { action: A }>['body'];
