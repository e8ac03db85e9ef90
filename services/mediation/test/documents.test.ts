import { describe, expect, it } from '@jest/globals';
import { isDomainError } from '@qinwu/domain/errors';
import { extractText, getDocumentProxy } from 'unpdf';
import { canonicalText, textHash } from '../src/documents/canonical-text.ts';
import type { DocumentModel } from '../src/documents/document-model.ts';
import { faceOf } from '../src/documents/fonts/document-face.ts';
import { breakLines } from '../src/documents/layout/line-breaking.ts';
import { linesOnPage } from '../src/documents/layout/paragraph.ts';
import { type MediationAgreementInput, mediationAgreement } from '../src/documents/mediation-agreement.ts';
import { mediationApplication } from '../src/documents/mediation-application.ts';
import { openFonts, SPECIMEN } from '../src/documents/open-fonts.ts';
import { refusalNotice } from '../src/documents/refusal-notice.ts';
import { MOST_CHARACTERS, missingCharacters, renderDocument } from '../src/documents/render-document.ts';
import { renderOffThread } from '../src/documents/render-off-thread.ts';
import { rmbCapitals } from '../src/documents/rmb-capitals.ts';
import { supplementNotice } from '../src/documents/supplement-notice.ts';
import { terminationNotice } from '../src/documents/termination-notice.ts';
import { transferLetter } from '../src/documents/transfer-letter.ts';

const issued = {
  number: '晋经开调字〔2026〕第12号',
  organisation: '晋江经济开发区涉企纠纷调解中心',
  day: '2026-11-24',
};
const parties = [
  {
    role: '申请人',
    kind: 'person',
    name: '林喆',
    idNumber: '350582190001010019',
    phone: '13800000000',
    age: 36,
  },
  {
    role: '被申请人',
    kind: 'enterprise',
    name: '晋江远帆鞋业有限公司',
    idNumber: '91350582MA0000015J',
    legalRepresentative: '陈启明',
    position: '执行董事',
    representative: { name: '苏婧', capacity: '人事经理' },
  },
] as const;
const facts =
  '申请人于2024年3月1日入职，担任“缝纫工”，约定月工资6,500.00元（税前）；被申请人自2026年5月起未足额支付工资——双方多次协商未果……现申请调解。';
const hash = '0123456789abcdef'.repeat(4);

const input: MediationAgreementInput = {
  ...issued,
  kind: 'labour',
  payment: true,
  appliedOn: '2026-11-12',
  parties,
  facts,
  issues: '拖欠劳动报酬的数额和支付时间。',
  responsibility: '被申请人未按约定支付劳动报酬，应当承担支付责任。',
  terms: ['被申请人向申请人支付2026年5月至10月的工资。', '申请人收到全部款项后，双方就本争议再无其他纠纷。'],
  claimedFen: 3_900_000n,
  agreedFen: 3_600_050n,
  instalments: [
    { day: '2026-12-01', fen: 1_800_000n },
    { day: '2027-01-04', fen: 1_800_050n, note: '含利息0.50元' },
  ],
  manner: '银行转账至申请人工资账户。',
  performBy: '2027-01-04',
  mediators: ['许文静', '庄国栋'],
  signatures: [
    { role: '申请人', name: '林喆', signature: { kind: '电子签名', day: '2026-11-24', hash } },
    { role: '被申请人', name: '晋江远帆鞋业有限公司' },
    { role: '调解员', name: '许文静' },
  ],
};
const contact = { name: '许文静', phone: '0595-85600000' };
const injury = {
  ...issued,
  worker: '林喆',
  receivedOn: '2026-11-12',
  contact,
};

const documents: Record<string, DocumentModel> = {
  agreement: mediationAgreement(input),
  application: mediationApplication({
    ...issued,
    oralRecord: { by: '许文静', time: '10时05分' },
    parties,
    claims: [{ text: '支付拖欠的工资', fen: 3_900_000n }, { text: '出具离职证明' }],
    facts,
    evidence: ['劳动合同复印件', '银行流水'],
    signatures: input.signatures.slice(0, 1),
  }),
  refusal: refusalNotice({
    ...issued,
    recipient: '林喆',
    appliedOn: '2026-11-12',
    matter: '社会保险待遇核定',
    reason: '该事项由社会保险经办机构办理，不属于本组织的调解范围。',
    basis: '《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》第二条',
    routes: ['可以向晋江市社会保险经办机构提出。', '可以依法申请行政复议或者提起行政诉讼。'],
  }),
  transfer: transferLetter({
    ...injury,
    recipient: '晋江市人力资源和社会保障局',
    applicant: '晋江远帆鞋业有限公司',
    applicantKind: '用人单位',
    employer: '晋江远帆鞋业有限公司',
    accidentOn: '2026-11-03',
    accident: '在车间操作裁断机时左手食指受伤。',
    completeOn: '2026-11-20',
    materials: [{ name: '工伤认定申请表', copies: 2, form: '原件' }],
    sealed: { day: '2026-11-24', hash },
  }),
  supplement: supplementNotice({
    ...injury,
    recipient: '晋江远帆鞋业有限公司',
    missing: [{ name: '医疗诊断证明', requirement: '须由医疗机构盖章，写明受伤部位和程度。' }],
    submitTo: '开发区涉企纠纷综合窗口',
    supplementBy: '2026-12-01',
  }),
  termination: terminationNotice({
    ...issued,
    kind: 'labour',
    recipients: ['林喆', '晋江远帆鞋业有限公司'],
    matter: '拖欠工资争议',
    appliedOn: '2026-11-12',
    endedOn: '2026-11-24',
    reason: '双方对数额分歧较大。',
    routes: ['可以向法律援助机构申请法律援助。'],
  }),
};

/** Text of each page in the order it was set, without blanks. */
async function readBack(pdf: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
  return text.map(squeeze);
}

function squeeze(text: string): string {
  return text.replace(/\s+/gu, '');
}

/** An agreement of so many paragraphs of facts, about twelve to the page. */
function longAgreement(paragraphs: number): DocumentModel {
  const lines = Array.from({ length: paragraphs }, (_, i) => `（第${i + 1}段）${facts}`);
  return mediationAgreement({ ...input, facts: lines.join('\n') });
}

describe('every document', () => {
  it.each(Object.entries(documents))('%s reads back as the text that is signed', async (_, document) => {
    const pdf = await renderDocument(document);
    const pages = await readBack(pdf);
    const running = pages.map((_, i) =>
      squeeze(
        `${document.organisation}编号：${document.number}正文SHA-256：${textHash(document)}第${i + 1}页共${pages.length}页`,
      ),
    );
    expect(pages.map((page, i) => page.endsWith(running[i] ?? '-'))).toEqual(pages.map(() => true));
    const body = pages.map((page, i) => page.slice(0, page.length - (running[i]?.length ?? 0))).join('');
    // The number stands in the header; everything else in the order of the text.
    let at = 0;
    for (const line of canonicalText(document).split(/[\n\t]/)) {
      if (line.startsWith('编号：')) continue;
      const found = body.indexOf(squeeze(line), at);
      expect({ line, found: found >= at }).toEqual({ line, found: true });
      at = found + squeeze(line).length;
    }
  });

  it.each(Object.entries(documents))(
    '%s embeds all its fonts and lacks no character',
    async (_, document) => {
      const pdf = await renderDocument(document);
      const raw = pdf.toString('latin1');
      expect(missingCharacters(document)).toEqual([]);
      const names = [...raw.matchAll(/\/FontName \/(\S+)/g)]
        .map(([, name]) => name?.replace(/^\w+\+/, ''))
        .sort();
      expect(names).toEqual(['NotoSerifSC-Bold', 'NotoSerifSC-Regular']);
      expect(raw.match(/\/FontFile2 /g)).toHaveLength(2);
      expect(raw.match(/\/ToUnicode /g)).toHaveLength(2);
      expect(raw).not.toContain('Helvetica');
      expect(pdf.length).toBeLessThan(120_000);
    },
  );

  it('is the same bytes each time, and others for another day', async () => {
    const [first, second, thread, other] = await Promise.all([
      renderDocument(mediationAgreement(input)),
      renderDocument(mediationAgreement(input)),
      renderOffThread(mediationAgreement(input)),
      renderDocument(mediationAgreement({ ...input, day: '2026-11-25' })),
    ]);
    expect(first.equals(second)).toBe(true);
    expect(first.equals(thread)).toBe(true);
    expect(first.equals(other)).toBe(false);
  });
});

describe('the agreement', () => {
  const text = (over: Partial<MediationAgreementInput>) =>
    canonicalText(mediationAgreement({ ...input, ...over }));

  it('states amounts in figures and capitals', () => {
    expect(text({})).toContain('人民币36,000.50元（大写：人民币叁万陆仟元伍角整）');
    expect(text({})).toContain('合计\t\t36,000.50\t');
  });

  it('chooses effect and remedies by the law it was made under', () => {
    expect(text({})).toContain('支付令');
    expect(text({ payment: false })).not.toContain('支付令');
    expect(text({ kind: 'people' })).toMatch(/三十日内共同向人民法院申请司法确认/);
    expect(text({ kind: 'people' })).not.toContain('支付令');
    expect(text({})).not.toContain('司法确认');
  });

  it('is signed without its signatures and seal', () => {
    const unsigned = mediationAgreement({ ...input, signatures: [] });
    const sealed = mediationAgreement({ ...input, sealed: { day: '2026-11-24', hash } });
    expect(textHash(unsigned)).toBe(textHash(mediationAgreement(input)));
    expect(textHash(sealed)).toBe(textHash(unsigned));
    expect(textHash(mediationAgreement({ ...input, performBy: '2027-01-05' }))).not.toBe(textHash(unsigned));
  });

  it('refuses instalments that do not add up to the amount agreed', () => {
    expect.assertions(2);
    try {
      mediationAgreement({ ...input, agreedFen: 3_600_000n });
    } catch (error) {
      expect(isDomainError(error)).toBe(true);
      expect(error).toMatchObject({ code: 'instalments-sum' });
    }
  });
});

describe('characters', () => {
  const named = (name: string) => mediationAgreement({ ...input, terms: [`向${name}支付。`] });

  it('come from fallbacks where the text face lacks them', async () => {
    // Traditional and rare characters of names, some of extension A.
    const document = named('驎㛃丒䶮');
    expect(missingCharacters(document)).toEqual([]);
    expect((await readBack(await renderDocument(document))).join('')).toContain('向驎㛃丒䶮支付');
  });

  it('no font has are shown as 〓, named in a note and kept in the text', async () => {
    const document = named('张𬱖');
    expect(missingCharacters(document)).toEqual(['𬱖']);
    const text = (await readBack(await renderDocument(document))).join('');
    expect(text).toContain('向张𬱖支付');
    expect(text).toContain('以“〓”显示，其编码为U+2CC56');
    expect(canonicalText(document)).toContain('向张𬱖支付');
  });

  it('have the weight asked for', () => {
    const outline = (weight: 'regular' | 'bold') => {
      const source = faceOf(weight).source as unknown as {
        createSubset(): { includeGlyph(codePoint: number): number; encode(): Uint8Array };
      };
      const subset = source.createSubset();
      subset.includeGlyph(0x4e00);
      return Buffer.from(subset.encode()).toString('base64');
    };
    expect(outline('bold')).not.toBe(outline('regular'));
  });
});

describe('lines and pages', () => {
  const measure = (text: string) => Array.from(text).length;

  it('break before no closing and after no opening mark, and inside no number', () => {
    expect(breakLines('一二三四五，六七', 5, measure)).toEqual(['一二三四', '五，六七']);
    expect(breakLines('一二三四（五六）', 5, measure)).toEqual(['一二三四', '（五六）']);
    expect(breakLines('共计6,500.00元整', 8, measure)).toEqual(['共计', '6,500.00', '元整']);
    expect(breakLines('一二三——四', 4, measure)).toEqual(['一二', '三——四']);
    expect(breakLines('abcdefghij', 4, measure)).toEqual(['abcd', 'efgh', 'ij']);
    expect(breakLines('一二三四', 3, measure, 2)).toEqual(['一', '二三四']);
  });

  it('leave no single line on either page', () => {
    expect(linesOnPage(10, 4, false)).toBe(4);
    expect(linesOnPage(1, 4, false)).toBe(0);
    expect(linesOnPage(3, 4, false)).toBe(2);
    expect(linesOnPage(2, 3, false)).toBe(0);
    expect(linesOnPage(5, 9, false)).toBe(5);
  });

  it('leave no seal on a page without text', async () => {
    for (let lines = 1; lines < 45; lines++) {
      const terms = Array.from({ length: lines }, (_, i) => `第${i + 1}项。`);
      const pages = await readBack(await renderDocument(mediationAgreement({ ...input, terms })));
      expect({ lines, last: pages.at(-1) }).toEqual({ lines, last: expect.stringContaining('签名或者盖章') });
    }
  });

  it('carry a table over pages with its head on each', async () => {
    const instalments = Array.from({ length: 90 }, () => ({ day: '2026-12-01', fen: 100n }));
    const pages = await readBack(
      await renderDocument(mediationAgreement({ ...input, instalments, agreedFen: 9_000n })),
    );
    const heads = pages.filter((page) => page.includes('期次履行日期金额（元）备注'));
    expect(pages.length).toBeGreaterThanOrEqual(4);
    expect(heads.length).toBeGreaterThanOrEqual(3);
  });

  it('divide a table row taller than a page', async () => {
    const note = facts.repeat(60);
    const document = mediationAgreement({
      ...input,
      instalments: [{ day: '2026-12-01', fen: 3_600_050n, note }],
    });
    const text = (await readBack(await renderDocument(document))).join('');
    expect(text.split('多次协商未果').length).toBeGreaterThan(55);
  });
});

describe('long documents', () => {
  it('are set in a thread while this one goes on', async () => {
    const document = longAgreement(600);
    expect(canonicalText(document).length).toBeGreaterThan(20_000);
    const began = performance.now();
    let beats = 0;
    let longest = 0;
    let last = began;
    const beat = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      beats += 1;
    };
    const pulse = setInterval(beat, 2);
    const pdf = await renderOffThread(document);
    clearInterval(pulse);
    beat();
    // Set in this thread, nothing would beat until it was done.
    expect(beats).toBeGreaterThan(5);
    expect(longest).toBeLessThan((last - began) / 2);
    const pages = await readBack(pdf);
    expect(pages.length).toBeGreaterThanOrEqual(30);
    expect(pages.at(-1)).toContain(`第${pages.length}页共${pages.length}页`);
  });

  it('find the fonts opened by a specimen, which those draw to the last character', async () => {
    await openFonts();
    expect(missingCharacters(SPECIMEN)).toEqual([]);
  });

  it('are refused where they have no end', async () => {
    const document = mediationAgreement({ ...input, facts: '长'.repeat(MOST_CHARACTERS) });
    await expect(renderOffThread(document)).rejects.toMatchObject({ code: 'document-too-long' });
  });

  it('fail with the fault and leave the thread working', async () => {
    const broken = { ...documents.refusal, day: 'never' } as DocumentModel;
    await expect(renderOffThread(broken)).rejects.toThrow('could not be set');
    const whole = await renderOffThread(documents.refusal as DocumentModel);
    expect(whole.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('amounts in capitals', () => {
  it.each([
    [0n, '人民币零元整'],
    [5n, '人民币伍分'],
    [60n, '人民币陆角整'],
    [105n, '人民币壹元零伍分'],
    [1_000n, '人民币壹拾元整'],
    [140_680_000n, '人民币壹佰肆拾万陆仟捌佰元整'],
    [10_000_500n, '人民币壹拾万零伍元整'],
    [1_010_000_000n, '人民币壹仟零壹拾万元整'],
    [12_345_678n, '人民币壹拾贰万叁仟肆佰伍拾陆元柒角捌分'],
    [10_000_000_100n, '人民币壹亿零壹元整'],
    [10_001_000_000_00n, '人民币壹佰亿零壹佰万元整'],
    [123_000_000_000_000n, '人民币壹万贰仟叁佰亿元整'],
  ])('%s fen', (fen, text) => {
    expect(rmbCapitals(fen)).toBe(text);
  });

  it('are refused for a negative amount', () => {
    expect(() => rmbCapitals(-1n)).toThrow(expect.objectContaining({ code: 'money-out-of-range' }));
  });
});
