/** What the OpenAPI document says of the service's tags and scopes. */
import { ADMIN_SCOPE, READ_SCOPE, WRITE_SCOPE } from './who.ts';

/** Every tag, in the order in which a reader needs them. */
export const TAGS: Readonly<Record<string, string>> = {
  '评分模型 models': '评分模型的起草、复核、发布、停用，试算与解释',
  '企业与指标 inputs': '企业，指标目录，指标值的申报、核验与撤回',
  '附件 files': '佐证材料的上传与下载',
  '导入 imports': '企业名录与指标值的批量导入',
  '积分 scores': '企业在任一日期的积分及其解释，名次与历次积分',
  '评分批次 runs': '对全部企业按某日、以某时刻所知评分：启动、进度、报告、取消',
  '银行与产品 products': '银行、科技特色支行、金融服务站、信保机构与其产品；企业符合哪些产品',
  '授信 credit lines': '申请、推荐、银行的决定，放款、还款与逾期',
  '基金 funds': '基金、投资与返投、基金事项',
  '技术合同 technology contracts': '技术合同认定登记',
  '风险补偿 risk compensation': '风险补偿资金池：出资、代偿、追偿、冲正',
  '授权与画像 consents': '企业的授权与撤回，签名的积分凭证，画像及查看记录，提供方式',
  '运维 operations': '台账导出，死信的查看与重投',
};

/** Every scope of the service, also those that widen what a route shows or takes without being asked for by it. */
export const SCOPES: Readonly<Record<string, string>> = {
  [READ_SCOPE]: '读取本人有权查看的企业、指标、积分与授信',
  [WRITE_SCOPE]: '登记指标、申请与授信，上传附件，导入',
  [ADMIN_SCOPE]: '维护评分模型与配置，运维',
};
