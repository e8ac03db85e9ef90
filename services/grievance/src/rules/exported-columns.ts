/** The columns of exported grievances 诉求台账导出; those of the import have its names, so that the rows go in again. */
import type { ImportedRow } from './history-row.ts';
import { lifecycle } from './lifecycle.ts';

/** The start of work stands in the ledger alone, and a record's id means nothing in another park. */
export type ImportColumn = Exclude<keyof ImportedRow, 'startedAt' | 'duplicateOf'>;

interface Column<Name extends string> {
  name: Name;
  title: string;
  words?: Readonly<Record<string, string>>;
}

const YES_NO = { true: '是', false: '否' };
const stateWords = Object.fromEntries(lifecycle.states.map((state) => [state, lifecycle.labelOf(state).zh]));

/** Columns an import takes. */
const IMPORTED: readonly Column<ImportColumn>[] = [
  { name: 'externalRef', title: '来源编号' },
  { name: 'state', title: '状态', words: stateWords },
  {
    name: 'origin',
    title: '问题来源',
    words: { patrol: '走访排查', citizen: '市民', enterprise: '企业', inspection: '督查', project: '项目' },
  },
  {
    name: 'channel',
    title: '受理渠道',
    words: {
      '12345': '12345热线',
      patrol: '走访',
      'enterprise-direct': '企业直通车',
      'mini-program': '小程序',
      window: '窗口',
      visit: '来访',
      letter: '来信',
      post: '网上留言',
      superior: '上级交办',
      system: '系统推送',
    },
  },
  {
    name: 'demandType',
    title: '诉求类型',
    words: { consultation: '咨询', help: '求助', complaint: '投诉', report: '举报', suggestion: '建议' },
  },
  { name: 'categoryCode', title: '分类编码' },
  { name: 'title', title: '标题' },
  { name: 'text', title: '内容' },
  { name: 'occurredAt', title: '发生时间' },
  { name: 'urgency', title: '紧急程度', words: { normal: '一般', urgent: '紧急' } },
  { name: 'complexity', title: '难易程度', words: { ordinary: '普通', difficult: '疑难' } },
  {
    name: 'confidentiality',
    title: '保密要求',
    words: { ordinary: '公开', withheld: '隐去诉求人', confidential: '保密' },
  },
  { name: 'placeText', title: '地点' },
  { name: 'region', title: '行政区划' },
  { name: 'gridCode', title: '网格' },
  { name: 'longitude', title: '经度' },
  { name: 'latitude', title: '纬度' },
  { name: 'coordinateSystem', title: '坐标系' },
  { name: 'enterprise', title: '统一社会信用代码' },
  { name: 'enterpriseName', title: '企业名称' },
  { name: 'reporterName', title: '诉求人' },
  { name: 'reporterPhone', title: '联系电话' },
  { name: 'reporterAddress', title: '联系地址' },
  {
    name: 'idType',
    title: '证件类型',
    words: {
      'citizen-id': '居民身份证',
      passport: '护照',
      'permanent-residence': '外国人永久居留身份证',
      'travel-permit': '来往内地通行证',
    },
  },
  { name: 'idNumber', title: '证件号码' },
  { name: 'anonymous', title: '是否匿名', words: YES_NO },
  { name: 'callbackConsent', title: '同意回访', words: YES_NO },
  { name: 'privacyNotice', title: '告知书版本' },
  { name: 'unitCode', title: '主办单位编码' },
  { name: 'officerCode', title: '勤务员编码' },
  { name: 'measure', title: '办理措施' },
  { name: 'result', title: '办理结果' },
  {
    name: 'resolution',
    title: '解决情况',
    words: { resolved: '解决', partly: '部分解决', unresolved: '未解决', explained: '诉求不合理已解释' },
  },
  { name: 'satisfaction', title: '满意度' },
  {
    name: 'declineCode',
    title: '不予受理原因',
    words: {
      'outside-jurisdiction': '不属职责范围',
      'secret-or-privacy': '涉密或涉个人隐私',
      'litigation-or-arbitration': '诉讼、仲裁等途径解决',
      'already-handled': '已办结',
      'emergency-line': '属紧急热线',
      'insufficient-information': '信息不全',
      'returned-to-hotline': '退回热线',
    },
  },
  { name: 'hotlineDueAt', title: '热线期限' },
  { name: 'registeredAt', title: '登记时间' },
  { name: 'declinedAt', title: '不予受理时间' },
  { name: 'acceptedAt', title: '受理时间' },
  { name: 'dispatchedAt', title: '派单时间' },
  { name: 'signedAt', title: '签收时间' },
  { name: 'repliedAt', title: '答复时间' },
  { name: 'calledBackAt', title: '回访时间' },
  { name: 'closedAt', title: '办结时间' },
  { name: 'writtenOffAt', title: '销号时间' },
  { name: 'archivedAt', title: '归档时间' },
];

/** What only the register itself knows; an import of our own rows leaves it out. */
const OWN = [
  { name: 'number', title: '台账编号' },
  { name: 'park', title: '园区' },
  { name: 'source', title: '来源系统' },
  { name: 'categoryName', title: '分类' },
  { name: 'unitName', title: '主办单位' },
  { name: 'officerName', title: '勤务员' },
  { name: 'contactedAt', title: '首次联系时间' },
  { name: 'dueAt', title: '答复期限' },
  { name: 'onTime', title: '是否按时', words: { true: '按时', false: '超期' } },
  { name: 'light', title: '红黄灯', words: { green: '绿', yellow: '黄', orange: '橙', red: '红' } },
  { name: 'imported', title: '历史导入', words: YES_NO },
  { name: 'extension', title: '来源系统自有字段' },
] as const satisfies readonly Column<string>[];

export type OwnColumn = (typeof OWN)[number]['name'];

/** Every column in its order; number first, what the source brought along last. */
export const EXPORTED_COLUMNS: readonly Column<ImportColumn | OwnColumn>[] = [
  ...OWN.slice(0, 1),
  ...IMPORTED,
  ...OWN.slice(1),
];

/** Names of the columns that are not the import's. */
export const OWN_COLUMNS: ReadonlySet<string> = new Set(OWN.map(({ name }) => name));
