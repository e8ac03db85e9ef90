import { usccOf } from '@qinwu/domain/uscc';
import type { Grid } from './grids.ts';
import type { Random } from './random.ts';

export interface Enterprise {
  uscc: string;
  name: string;
  /** GB/T 4754 division the business belongs to, such as C19. */
  industry: string;
  grid: string;
}

const BRANDS_FIRST = [...'恒盛鸿安晋泰金华福兴宏达凯瑞信联东南锦新嘉德海峰源'];
const BRANDS_SECOND = [...'远腾隆捷步跃达锐丰辉源亿成祥利宇诚翔奥特斯豪鼎'];
const LINES: readonly (readonly [readonly [string, string], number])[] = [
  [['鞋业', 'C19'], 26],
  [['鞋材', 'C19'], 12],
  [['服饰', 'C18'], 14],
  [['纺织', 'C17'], 14],
  [['染整', 'C17'], 5],
  [['食品', 'C14'], 12],
  [['机械', 'C35'], 6],
  [['智能装备', 'C35'], 4],
  [['包装印刷', 'C23'], 5],
  [['电子科技', 'C39'], 5],
  [['半导体材料', 'C39'], 2],
  [['供应链', 'G59'], 3],
];
const FORMS = ['有限公司', '有限公司', '有限公司', '股份有限公司', '实业有限公司', '科技有限公司'];

/** Enterprises with valid but artificial credit codes (region 350582, serials of the MA block). */
export function parkEnterprises(random: Random, grids: readonly Grid[], count: number): Enterprise[] {
  const leaves = grids.filter((grid) => grid.level === 3);
  const names = new Set<string>();
  while (names.size < count) names.add(enterpriseName(random));
  return [...names].map((name, index) => ({
    uscc: usccOf(`91350582MA${String(index + 100).padStart(7, '0')}`),
    name,
    industry: LINES.find(([[line]]) => name.includes(line))?.[0][1] ?? 'C19',
    grid: random.pick(leaves).code,
  }));
}

function enterpriseName(random: Random): string {
  const brand = random.pick(BRANDS_FIRST) + random.pick(BRANDS_SECOND);
  const place = random.chance(0.7) ? '晋江市' : random.pick(['福建', '泉州', '福建省晋江市']);
  return `${place}${brand}${random.weighted(LINES)[0]}${random.pick(FORMS)}`;
}
