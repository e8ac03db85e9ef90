/** The columns of exported cases 调解台账导出; those of the import have its names, so that the rows go in again. */
import { CATEGORIES, CATEGORY_CODES } from '../vocabulary.ts';
import { lifecycle } from './lifecycle.ts';

interface Column {
  name: string;
  title: string;
  words?: Readonly<Record<string, string>>;
}

const stateWords = Object.fromEntries(lifecycle.states.map((state) => [state, lifecycle.labelOf(state).zh]));
const categoryWords = Object.fromEntries(CATEGORY_CODES.map((code) => [code, CATEGORIES[code].zh]));
const KINDS = { person: '自然人', enterprise: '单位' };

export const EXPORTED_COLUMNS = [
  { name: 'number', title: '案号' },
  { name: 'externalRef', title: '来源编号' },
  { name: 'state', title: '状态', words: stateWords },
  { name: 'category', title: '纠纷类别', words: categoryWords },
  {
    name: 'channel',
    title: '来源',
    words: {
      window: '窗口',
      grievance: '诉求转办',
      court: '法院委派',
      hotline: '热线',
      enterprise: '企业',
      mediator: '调解员',
    },
  },
  {
    name: 'delegation',
    title: '法院移交方式',
    words: {
      'before-filing': '立案前委派',
      'after-filing': '立案后委托（普通程序）',
      'after-filing-summary': '立案后委托（简易程序）',
    },
  },
  {
    name: 'organisation',
    title: '调解组织',
    words: {
      'enterprise-committee': '企业劳动争议调解委员会',
      'people-mediation': '人民调解委员会',
      township: '乡镇街道调解组织',
      window: '综合窗口',
    },
  },
  {
    name: 'mode',
    title: '调解方式',
    words: {
      'police-grid-tea-table': '警格＋网格＋闽南茶桌',
      'police-grid': '警格＋网格',
      'tea-table': '闽南茶桌',
      union: '工会',
      lawyer: '律师',
      expert: '专家',
      ordinary: '一般调解',
    },
  },
  { name: 'gridCode', title: '网格' },
  { name: 'title', title: '案由' },
  { name: 'facts', title: '事实与理由' },
  { name: 'workers', title: '涉及人数' },
  { name: 'claimType', title: '请求事项' },
  { name: 'amountClaimed', title: '争议金额' },
  { name: 'applicantKind', title: '申请人类型', words: KINDS },
  { name: 'applicantName', title: '申请人' },
  { name: 'applicantUscc', title: '申请人统一社会信用代码' },
  { name: 'applicantPhone', title: '申请人电话' },
  { name: 'applicantRepresentative', title: '申请人的代表人或代理人' },
  { name: 'respondentKind', title: '被申请人类型', words: KINDS },
  { name: 'respondentName', title: '被申请人' },
  { name: 'respondentUscc', title: '被申请人统一社会信用代码' },
  { name: 'respondentPhone', title: '被申请人电话' },
  { name: 'limitationFrom', title: '时效起算日' },
  { name: 'receivedOn', title: '收到日期' },
  { name: 'acceptedOn', title: '受理日期' },
  { name: 'extendedDays', title: '延长天数' },
  { name: 'agreedOn', title: '达成协议日期' },
  {
    name: 'outcome',
    title: '结果',
    words: {
      agreed: '达成协议',
      failed: '调解不成',
      refused: '一方拒绝',
      withdrawn: '撤回',
      'timed-out': '期限届满',
      'not-accepted': '不予受理',
    },
  },
  {
    name: 'notAcceptedCode',
    title: '不予受理原因',
    words: {
      'not-mediable': '不属于可以调解的纠纷',
      'outside-jurisdiction': '不属于本组织受理范围',
      'already-decided': '已有生效法律文书',
      'in-arbitration-or-court': '已进入仲裁或诉讼程序',
      'materials-missing': '申请材料不全',
      other: '其他',
    },
  },
  { name: 'concludedOn', title: '结案日期' },
  { name: 'agreementForm', title: '协议形式', words: { written: '书面', oral: '口头' } },
  { name: 'agreementNumber', title: '协议编号' },
  { name: 'amountAgreed', title: '协议金额' },
  { name: 'effectiveOn', title: '生效日期' },
  { name: 'performedOn', title: '履行完毕日期' },
  { name: 'breachedOn', title: '违约日期' },
  { name: 'curedOn', title: '违约补救日期' },
  { name: 'closingNote', title: '结案说明' },
  { name: 'archiveNumber', title: '档案号' },
  { name: 'archivedOn', title: '归档日期' },
] as const satisfies readonly Column[];

export type ExportedColumn = (typeof EXPORTED_COLUMNS)[number]['name'];
