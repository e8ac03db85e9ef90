import type { Random } from './random.ts';

const SURNAMES = [...'陈林黄张李王吴蔡刘杨许郑洪庄施曾苏颜赖柯丁孙何谢叶郭周徐赵傅'];
const GIVEN_FIRST = [...'志建国明文晓雅丽美秀婉淑金永海春燕鸿振伟俊佳思宏荣清玉宝天锦'];
const GIVEN_SECOND = [...'强华军平辉芳玲娜萍霞斌峰杰勇鹏涛龙阳超婷欣怡涵琳瑶宇轩毅彬权'];

/** A person's name in the fashion of southern Fujian; made up. */
export function personName(random: Random): string {
  const given = random.chance(0.82)
    ? random.pick(GIVEN_FIRST) + random.pick(GIVEN_SECOND)
    : random.pick(GIVEN_SECOND);
  return random.pick(SURNAMES) + given;
}

/** A mobile number of the unassigned 199-0000 range, so that nobody real is ever rung. */
export function mobileNumber(random: Random): string {
  return `1990000${String(random.int(0, 9999)).padStart(4, '0')}`;
}
