/** The columns of exported applications 工伤认定申请台账导出; those of the import have its names, so that the rows go in again. */
import { injuryLifecycle } from './lifecycle.ts';

const stateWords = Object.fromEntries(
  injuryLifecycle.states.map((state) => [state, injuryLifecycle.labelOf(state).zh]),
);

const YES_NO = { true: '是', false: '否' };

export const INJURY_COLUMNS = [
  { name: 'number', title: '编号' },
  { name: 'externalRef', title: '来源编号' },
  { name: 'state', title: '状态', words: stateWords },
  {
    name: 'applicantKind',
    title: '申请人类型',
    words: { employer: '用人单位', worker: '职工', relative: '近亲属', union: '工会' },
  },
  { name: 'cause', title: '类型', words: { accident: '事故伤害', disease: '职业病' } },
  { name: 'legalHead', title: '依据条项' },
  { name: 'workerName', title: '职工' },
  {
    name: 'workerIdType',
    title: '证件类型',
    words: { 'citizen-id': '居民身份证', passport: '护照', other: '其他' },
  },
  { name: 'workerIdNumber', title: '证件号码' },
  { name: 'workerPhone', title: '联系电话' },
  { name: 'applicantName', title: '申请人' },
  { name: 'relation', title: '与职工的关系' },
  { name: 'employerName', title: '用人单位' },
  { name: 'employerUscc', title: '统一社会信用代码' },
  { name: 'occurredAt', title: '事故时间' },
  { name: 'firstDiagnosedAt', title: '首次诊断时间' },
  { name: 'diedAt', title: '死亡时间' },
  { name: 'accidentOn', title: '事故日期' },
  { name: 'diagnosedOn', title: '职业病诊断日期' },
  { name: 'place', title: '地点' },
  { name: 'injury', title: '伤情' },
  { name: 'hospital', title: '医疗机构' },
  { name: 'sensitiveConsent', title: '单独同意处理伤情', words: YES_NO },
  { name: 'delegated', title: '委托收件', words: YES_NO },
  { name: 'receivedOn', title: '收件日期' },
  { name: 'employerExtensions', title: '用人单位期限延长' },
  { name: 'excludedPeriods', title: '不计入期间' },
  { name: 'completeOn', title: '材料齐全日期' },
  { name: 'transferredOn', title: '移交日期' },
  { name: 'receiver', title: '接收机关' },
  { name: 'receiptNumber', title: '回执号' },
  { name: 'acceptedOn', title: '受理日期' },
  { name: 'simpleDecision', title: '十五日内决定', words: YES_NO },
  { name: 'suspendedPeriods', title: '中止期间' },
  { name: 'withdrawnOn', title: '撤回终止日期' },
  {
    name: 'notTransferredReason',
    title: '未移交原因',
    words: {
      'withdrawn-in-writing': '申请人书面撤回',
      'outside-jurisdiction': '不属本地管辖',
      'materials-missing-after-notice': '告知后材料仍不齐',
      duplicate: '重复件',
      'opened-in-error': '误立',
    },
  },
  { name: 'duplicateOf', title: '重复于' },
  {
    name: 'conclusion',
    title: '认定结论',
    words: { recognised: '认定工伤', deemed: '视同工伤', 'not-recognised': '不予认定' },
  },
  { name: 'concludedOn', title: '结论日期' },
] as const;

export type InjuryColumn = (typeof INJURY_COLUMNS)[number]['name'];
