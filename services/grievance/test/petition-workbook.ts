import exceljs from 'exceljs';

const HEADER = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '答复意见', '答复时间'];
const BLANK_ROWS = 3_000;

/** Petitions as officials keep them: tabs and line breaks, dates as text or as cells, formatted rows without end. */
export async function petitionWorkbook(): Promise<Uint8Array<ArrayBuffer>> {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('Sheet1');
  sheet.addRow(HEADER);
  sheet.addRow([
    2549,
    'A00045581',
    '物业管理有问题',
    '2019/4/25 9:32:09',
    '\n\t\t\t\n\t\t\t停车费太高\n\t\t\n',
    '已收悉',
    '2019/5/9 9:49:10',
  ]);
  sheet.addRow([
    2554,
    'A00023583',
    '道路没修好',
    '2019/4/24 16:03:40',
    '\t\t路挖得稀烂\n\n不方便',
    '八月通车',
    new Date(Date.UTC(2019, 4, 9, 9, 49, 10)),
  ]);
  sheet.addRow([
    2555,
    'A00031618',
    '尚未答复的留言',
    new Date(Date.UTC(2019, 3, 24, 15, 40, 4)),
    '建议提高待遇',
    null,
    null,
  ]);
  sheet.addRow([
    2557,
    'A000110735',
    '日期写错的留言',
    '2019/13/24 15:07:30',
    '请问补贴',
    '可以申请',
    '2019/5/9 9:49:42',
  ]);
  for (let row = 6; row < 6 + BLANK_ROWS; row += 1) {
    const cell = sheet.getRow(row).getCell(5);
    cell.alignment = { wrapText: true };
    cell.border = { top: { style: 'thin' } };
    if (row % 2 === 0) sheet.getRow(row).getCell(1).value = ' \t';
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A tree of categories, one path a row. */
export async function categoryWorkbook(): Promise<Uint8Array<ArrayBuffer>> {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('Sheet1');
  sheet.addRow(['一级分类', '二级分类', '三级分类']);
  sheet.addRow(['园区建设', '安全生产', '事故处理']);
  sheet.addRow(['园区建设', '安全生产', '\t安全隐患\n']);
  sheet.addRow(['职工权益', '劳动保护', '其他']);
  sheet.addRow(['园区建设', '城市建设和市政管理', '其他']);
  sheet.addRow(['园区建设', null, '缺二级']);
  return new Uint8Array(await book.xlsx.writeBuffer());
}
