import { refuse } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { DecisionBody, type InjuryMove, injuryBodies } from '../rules/injury/action-bodies.ts';
import { injuryLifecycle, type OwnAction } from '../rules/injury/lifecycle.ts';
import { moveApplication } from '../use-cases/injury/move-application.ts';
import { READERS, WINDOW, WRITE_SCOPE } from '../who.ts';
import { presentingInjury } from './injury-present.ts';
import { InjuryView } from './injury-schema.ts';
import { BASE } from './present.ts';

const Id = z.object({ id: z.uuid().describe('申请标识') });
const TAGS = ['工伤认定 injury applications'];
const PATH = `${BASE}/injury-applications/:id/actions`;

/** A body of each action that works as it stands where the state allows the action. */
const EXAMPLES: { [A in OwnAction]: z.input<(typeof injuryBodies)[A]> } = {
  'request-correction': { note: '已当面送达补正告知书' },
  'add-materials': { materials: [{ code: 'diagnosis' }] },
  complete: {},
  'extend-employer-limit': {
    days: 30,
    documentNumber: '晋人社工伤延〔2025〕3号',
    approvedOn: '2025-08-30',
    authority: '晋江市人力资源和社会保障局',
  },
  'exclude-period': {
    from: '2025-08-19',
    to: '2025-08-25',
    reason: 'force-majeure',
    basis: '台风期间停工停运，有公告为证。',
  },
  'end-excluded-period': { to: '2025-08-25' },
  'void-employer-extension': {
    documentNumber: '晋人社工伤延〔2025〕3号',
    reason: '误登，批准的是另一件申请。',
  },
  'void-excluded-period': { from: '2025-08-19', to: '2025-08-25', reason: '误登，实际未停工。' },
  transfer: { receiver: '晋江市人力资源和社会保障局工伤保险科', receiptNumber: 'JJGS-2025-0097' },
  'complete-details': { employerCode: '91350582MA0000015J' },
  'pass-on-materials': { receiver: '晋江市人力资源和社会保障局工伤保险科', receiptNumber: 'JJGS-2025-0098' },
  'close-duplicate': { of: '0198f000-0000-7000-8000-000000000001' },
  'close-opened-in-error': { note: '调解中核实，当事人并未受伤。' },
  'not-transfer': { reason: 'outside-jurisdiction', note: '参保地为泉州市丰泽区，已告知申请人。' },
};

const DESCRIPTIONS: Partial<Record<OwnAction, string>> = {
  'request-correction':
    '一次性书面告知全部缺少的材料；此前已缺的不得再次告知（第十八条），否则 409；告知后交来而不合要求的，可再列出。告知书写明补正期限的最后一日（supplyBy，工作日数由园区设定），此前不得以材料不齐不移交。',
  'add-materials':
    '材料未齐即移交的，移交之后、人社部门作出决定之前，以及决定被撤销之后，仍可补交；移交之日和移交时的清单不变。',
  'complete-details':
    '未齐即移交的，人社部门受理之前，可以补全移交时缺少的事故或诊断之日、用人单位代码、单独同意；已有的不更改（422 detail-known）。申请期限保持移交时的样子；补全的日期和代码待转交（pass-on-materials），受理期限等待补齐的材料和日期（工伤认定办法第八条）。',
  'pass-on-materials':
    '将移交之后补交的材料转交人社部门，登记接收部门、回执编号和日期；材料由此齐全的，受理期限开始计算；已作出决定的，此前的转交仍可补记。',
  'exclude-period':
    '法释〔2014〕9号第七条的期间不计入一年申请期限。尚未结束的不填止日，期限停止计算，直至登记其止日。止日早于事故的拒绝（422 period-before-event），同一情形的日期重叠的拒绝（409 period-known）。',
  'extend-employer-limit': '一次批准只延长一次：同一批准文号再次登记的拒绝（409 extension-known）。',
  'void-employer-extension':
    '误登的延长写明原因作废：记录仍在并注明作废之日，期限和提示与未登记时相同；移交之后不再作废。',
  'void-excluded-period':
    '误登的期间写明原因作废：记录仍在并注明作废之日，期限和提示与未登记时相同；移交之后不再作废。',
  'close-duplicate':
    '同一职工同一事故的另一件申请继续办理的，本件作为重复件办结：不计入收件件数和移交率，引出本件的案件改随另一件的进展。两件的职工姓名须一致，证件号码、事故之日不得不同；本件在先的委托收件、经批准的延长和不计入期间不得因此丧失（422 limits-lost）。不予受理、撤回终止之后另行申请，而该决定被撤销的，以此将另行申请的一件为先前的一件办结。',
  'close-opened-in-error':
    '由案件自动引出、实际并无工伤或受伤者另有其人的申请，以及工作人员误录的申请，写明原因办结：不计入收件件数和移交率。已有人提出申请或交来材料的不行（409 applied-for）。误录的由录入人以外的主管办理（403 second-person-needed），且须由工作人员录入、与案件无关、未附扫描件、未经补正告知或另行补交、未受托收件。',
  transfer: '材料齐全后移交；申请期限临近时，材料未齐也可移交并注明。',
  'not-transfer':
    '调解、和解不终结申请，不是理由。由窗口办理；申请人本人只能撤回自己的申请。书面撤回须附扫描件，本人撤回的可以写明代替。告知后材料仍不齐的，补正期限届满之后方可不移交（此前 409 supply-term-running，写明最后一日），除非附申请人书面表示不再补交的扫描件；申请期限临近的，随时可以按现有材料移交。',
};

const routed = Object.keys(injuryBodies) as OwnAction[];

/** One route per action of the window, one for what the authority decided, and one that refuses what is no action. */
export function injuryActionRoutes(http: Http, deps: Deps): void {
  for (const action of routed) {
    const { label, roles, from, to } = injuryLifecycle.rule(action);
    http.route(
      {
        method: 'POST',
        url: `${PATH}/${action}`,
        operationId: `${action.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}InjuryApplication`,
        summary: `申请${label.zh} ${label.en}`,
        description: `${DESCRIPTIONS[action] ?? ''}可在 ${from.join('、')} 执行；之后为 ${to === 'same' ? '原状态' : to}。`,
        tags: TAGS,
        access: { roles, scopes: [WRITE_SCOPE] },
        params: Id,
        idempotency: 'required',
        ifMatch: 'optional',
        body: injuryBodies[action],
        example: EXAMPLES[action],
        responses: { 200: { description: '已办理', schema: InjuryView } },
      },
      (call) =>
        moveApplication(
          deps,
          call,
          // The route's own schema has read this body: it is the body of its action.
          { id: call.params.id, move: { action, body: call.body } as InjuryMove, ifMatch: call.ifMatch },
          presentingInjury(call, 200),
        ),
    );
  }

  http.route(
    {
      method: 'POST',
      url: `${PATH}/record-decision`,
      operationId: 'recordInjuryDecision',
      summary: '登记人社部门的决定 Record a decision of the authority',
      description:
        '受理、中止、认定、送达等均由人社部门作出，这里只据其文书登记。移交之后申请人向人社部门撤回申请、程序终止的，登记为 withdrawn（日期，文号或者扫描件）：人社部门的期限随之终止，移交照计，此后可删除个人信息。不予受理、撤回终止之后，同一事故可以另行申请；另行申请的一件在办时，不予受理、撤回终止不能登记为撤销（409 another-stands，列明该件）。',
      tags: TAGS,
      access: { roles: WINDOW, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: DecisionBody,
      example: {
        decision: 'accepted',
        documentNumber: '晋人社工伤受〔2025〕97号',
        decidedOn: '2025-08-30',
        authority: '晋江市人力资源和社会保障局',
      },
      responses: { 200: { description: '已登记', schema: InjuryView } },
    },
    (call) =>
      moveApplication(
        deps,
        call,
        {
          id: call.params.id,
          move: { action: 'record-decision', body: call.body },
          ifMatch: call.ifMatch,
        },
        presentingInjury(call, 200),
      ),
  );

  http.route(
    {
      method: 'POST',
      url: `${PATH}/:action`,
      operationId: 'unknownInjuryAction',
      summary: '未知操作 Unknown action of an application',
      description: `没有这个操作时答 400。操作有：${[...routed, 'record-decision'].join('、')}。`,
      tags: TAGS,
      access: { roles: READERS, scopes: [WRITE_SCOPE] },
      params: Id.extend({ action: z.string().max(100) }),
      body: z.looseObject({}),
      responses: {},
    },
    async () => {
      throw refuse(
        'malformed',
        'action-unknown',
        { zh: '没有这个操作', en: 'There is no such action' },
        { extra: { actions: [...routed, 'record-decision'] } },
      );
    },
  );
}
