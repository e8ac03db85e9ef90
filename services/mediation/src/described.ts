/** What the OpenAPI document says of the service's tags and scopes. */
import {
  ADMIN_SCOPE,
  COURT_SCOPE,
  ERASE_SCOPE,
  HISTORY_SCOPE,
  PII_SCOPE,
  READ_SCOPE,
  WRITE_SCOPE,
} from './who.ts';

/** Every tag, in the order in which a reader needs them. */
export const TAGS: Readonly<Record<string, string>> = {
  '案件 cases': '登记、查询调解案件，读其过程与时限',
  '操作 actions': '征询意愿、受理、调解、终止等流转，一种操作一个地址',
  '协议与履行 agreements': '起草、确认、签名、盖章、生效，分期与付款',
  '文书 documents': '调解申请书、告知书、调解协议书，PDF',
  '调解员 mediators': '名册，推荐、指定、异议与更换，调解方式',
  '会议 sessions': '调解室、会议安排与改期、会议记录、通知',
  '其他程序 tracks': '仲裁、诉讼、支付令、司法确认、仲裁审查、法律援助、劳动监察，各成一条记录',
  '工伤认定 injury applications': '工伤认定申请的收件、补正、移交，人社部门决定的登记；窗口不作认定',
  '协商 negotiation': '方案与还价；背对背沟通',
  '证据 evidence': '证据：先由一方保留，交换后各方可见',
  '封存 seals': '案件、证据、住址的封存与解除',
  '卷宗 case files': '为法院、档案馆等指定机关制作的卷宗，制作与取用留痕',
  '单独同意 consents': '处理敏感个人信息的单独同意与撤回',
  '删除 erasure': '依法删除已办结记录的个人信息，台账哈希链保留',
  '计算 calculations': '劳动争议的金额与期限，逐步列明依据；所用的地方标准',
  '附件 files': '文件：先上传，再由记录引用',
  '导入 imports': '台账的批量导入：试运行、进度、逐行报告',
  '导出 exports': '台账的导出',
  '运维 operations': '台账导出，死信的查看与重投',
};

/** Every scope of the service, also those that widen what a route shows or takes without being asked for by it. */
export const SCOPES: Readonly<Record<string, string>> = {
  [READ_SCOPE]: '读取本人有权查看的案件',
  [WRITE_SCOPE]: '登记与流转案件，上传附件，导入',
  [ADMIN_SCOPE]: '维护调解员名册与配置，运维',
  [COURT_SCOPE]: '由园区授予法院系统：以 court 来源登记委派、委托的案件，读取其生效协议',
  [HISTORY_SCOPE]: '导入带状态与日期的历史记录',
  [ERASE_SCOPE]: '删除已办结记录的个人信息，不可恢复',
  [PII_SCOPE]: '完整显示个人信息，每次查看留痕；没有时脱敏',
};
