/** What the OpenAPI document says of the service's tags and scopes. */
import { HISTORY_SCOPE } from './rules/history.ts';
import { PARK_SCOPE } from './rules/reach.ts';
import { PII_SCOPE } from './rules/sight.ts';
import { ADMIN_SCOPE, READ_SCOPE, WRITE_SCOPE } from './who.ts';

/** Every tag, in the order in which a reader needs them. */
export const TAGS: Readonly<Record<string, string>> = {
  '诉求 grievances': '登记、查询、更正诉求，读其过程与时限依据',
  '操作 actions': '受理、派单、办理、回访、核验、销号等流转，一种操作一个地址',
  '走访 visits': '入企走访记录，连同当场发现的问题',
  '核验 verifications': '对当场整改的问题批量核验，或抽样核验',
  '名录 directory': '承办单位、事项分类、网格、勤务员、包企联系、时限规则',
  '附件 files': '照片与文件：先上传，再由记录引用',
  '导入 imports': '台账与名录的批量导入：试运行、进度、逐行报告',
  '导出 exports': '台账与名录的导出',
  '台账 ledger': '防篡改台账的导出',
  '运维 operations': '死信的查看与重投',
};

/** Every scope of the service, also those that widen what a route shows or takes without being asked for by it. */
export const SCOPES: Readonly<Record<string, string>> = {
  [READ_SCOPE]: '读取数据范围内的诉求、走访与名录',
  [WRITE_SCOPE]: '登记、更正与流转诉求，上传附件，导入',
  [ADMIN_SCOPE]: '维护名录与时限规则，运维',
  [PARK_SCOPE]: '第三方系统（client）读取全园区的诉求；没有时只见其自己登记的',
  [HISTORY_SCOPE]: '导入带状态与日期的历史记录',
  [PII_SCOPE]: '完整显示个人信息，每次查看留痕；没有时脱敏',
};
