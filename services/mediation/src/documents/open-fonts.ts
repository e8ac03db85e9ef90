/** Opens the fonts before the first document is asked for, which would wait for them up to a second. */
import type { DocumentModel } from './document-model.ts';
import { renderOffThread } from './render-off-thread.ts';

// What documents are about, in both weights: fonts come in slices of characters that are used as often, and these words
// take in the slices of nearly all the others.
const WORDS = `人民调解协议书申请书不予受理终止告知移送认定工伤事故职工用人单位社会保险行政部门委员会办公室晋江市经济开发区产业园
申请人被申请人姓名性别年龄民族住址身份证号统一信用代码法定代表委托理联系电话经营地址乡镇街道村组路号楼
陈林黄张吴李王郑蔡杨许洪刘曾苏叶周庄施柯建国志强晓梅丽明华伟芳英秀玲文军平东海龙凤
基本情况争议事项双方自愿达成如下履行方式期限分次支付拖欠资报酬劳动合同解除赔偿金额元角整壹贰叁肆伍陆柒捌玖拾佰仟万亿零
年月日签名盖章按指印本一式份具有律约束力第条规应当依据提交材料补正收件回执于前内逾期可以向院仲裁起诉确认
责任多次催讨无果入车间工厂鞋服装机器受医疗诊断书证明复印件原因经审查符合范围故此通知`;

export const SPECIMEN: DocumentModel = {
  title: '调解协议书',
  number: 'MD-20250101-000001',
  organisation: '调解委员会',
  day: '2025-01-01',
  blocks: [
    { kind: 'heading', text: WORDS.replaceAll('\n', '') },
    { kind: 'paragraph', text: `${WORDS}，。、；：（）《》“”〔〕¥0123456789` },
  ],
};

/** Sets a specimen that nobody sees; one document that is asked for meanwhile waits behind it as it would for the fonts. */
export async function openFonts(): Promise<void> {
  await renderOffThread(SPECIMEN);
}
