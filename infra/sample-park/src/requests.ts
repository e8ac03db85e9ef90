import { fillSlots } from './problems.ts';
import type { Random } from './random.ts';

type DemandType = 'consultation' | 'help' | 'complaint' | 'report' | 'suggestion';

/** What people of the park ask for: category, kind of demand, the request, the answer. */
const REQUESTS: readonly (readonly [string, DemandType, readonly string[], readonly string[]])[] = [
  [
    'labour.wage',
    'complaint',
    [
      '{month}月工资到现在还没发，车间{people}个人都没拿到',
      '离职{days}天了，押着的工资一直不给',
      '计件单价说变就变，和入职时讲的不一样',
    ],
    ['经核实，企业已于约定日足额发放，并出具发放凭证。', '已组织双方到调解室对账，差额当日结清。'],
  ],
  [
    'labour.insurance',
    'consultation',
    ['在厂里上班{years}年，想问社保断缴了怎么补', '公司只买了工伤险，养老保险可以要求补吗'],
    ['已告知补缴流程及所需材料，并约定窗口办理时间。', '已向企业发出提醒函，企业承诺次月起足额缴纳。'],
  ],
  [
    'labour.overtime',
    'complaint',
    ['连续{weeks}周没有休息日，加班费按平时算', '夜班到凌晨{hour}点，没有夜餐补贴'],
    ['劳动保障专员已到厂核查工时记录，企业已调整排班。'],
  ],
  [
    'facility.road',
    'help',
    ['{place}路口坑很大，下雨天骑车摔了好几个人', '{place}井盖响了半个月，晚上吵得睡不着'],
    ['已安排市政单位修复，现场照片附后。'],
  ],
  [
    'facility.light',
    'help',
    ['{place}路灯坏了{lamps}盏，下夜班的女工不敢走', '{place}公寓楼道灯不亮'],
    ['灯具已更换，网格员夜间复查正常。'],
  ],
  [
    'facility.water',
    'complaint',
    ['{place}公寓{floor}楼水压太小，晚上洗不了澡', '{place}下水道返味严重'],
    ['已清疏管道并加装增压泵，经回访恢复正常。'],
  ],
  [
    'facility.parking',
    'suggestion',
    ['{place}电动车充电桩太少，建议再装一排', '货车占了{place}人行道，建议划临时车位'],
    ['建议采纳，已列入三季度改造计划，新增充电位{lamps}个。'],
  ],
  [
    'environment.noise',
    'complaint',
    ['{place}工地半夜{hour}点还在打桩', '{place}厂房风机声音大，住宿区整夜听得见'],
    ['已要求施工单位夜间停工，并加强巡查。', '企业已加装消声器，复测达标。'],
  ],
  [
    'environment.air',
    'report',
    ['{place}傍晚有刺鼻的胶水味', '{place}有人晚上偷偷烧边角料'],
    ['执法人员已到场核查，责令整改并复查通过。'],
  ],
  [
    'life.school',
    'consultation',
    ['外来务工，孩子今年上一年级，积分入学要什么材料', '孩子转学到{place}附近小学名额怎么看'],
    ['已发送入学指南，并由驿站工作人员协助填报。'],
  ],
  [
    'life.bus',
    'suggestion',
    ['{place}末班公交{hour}点就没了，建议延到夜班下班后', '建议{place}增设公交站'],
    ['公交公司已将末班车延后，站牌信息已更新。'],
  ],
  [
    'life.medical',
    'suggestion',
    ['希望园区每个月有义诊', '{place}食堂饭菜价格涨了，建议公示'],
    ['已排定每月义诊计划并在驿站公示。', '已约谈承包方，菜价已公示。'],
  ],
  [
    'life.order',
    'report',
    ['{place}宿舍电动车电瓶被偷', '{place}有人冒充招聘收取中介费'],
    ['派出所已立案，园区加装监控。', '已核实并清退黑中介，受骗人员费用已追回。'],
  ],
  [
    'enterprise.policy',
    'consultation',
    ['想问{policy}今年什么时候开始申报', '高层次人才住房补贴怎么申请'],
    ['已由政策专员一对一解答并发送申报指南。'],
  ],
  [
    'enterprise.recruit',
    'help',
    ['想找一份{trade}的工作，有{years}年经验', '残疾人想在园区找合适岗位'],
    ['已推荐岗位{lamps}个，目前已上岗。'],
  ],
];

const SLOTS: Record<string, (random: Random) => string> = {
  place: (random) =>
    random.pick([
      '五里园中路',
      '安东园东区',
      '食品园二期',
      '金井园北门',
      '英林园公寓',
      '东海垵职工之家',
      '新塘园三岔路',
      '芯创港西侧',
      '园区一路',
      '驿站旁',
    ]),
  month: (random) => String(random.int(1, 7)),
  people: (random) => String(random.int(3, 60)),
  days: (random) => String(random.int(7, 50)),
  years: (random) => String(random.int(1, 12)),
  weeks: (random) => String(random.int(2, 8)),
  hour: (random) => String(random.int(1, 11)),
  lamps: (random) => String(random.int(2, 9)),
  floor: (random) => String(random.int(2, 6)),
  policy: (random) => random.pick(['技改补助', '稳岗返还', '技能补贴', '租房补贴']),
  trade: (random) => random.pick(['针车', '仓管', '质检', '机修', '跟单']),
};

export interface CitizenRequest {
  category: string;
  demandType: DemandType;
  title: string;
  text: string;
  answer: string;
}

const OPENINGS = ['您好，', '你好，我是园区职工，', '领导好，', '反映一个问题：', ''];
const CLOSINGS = ['麻烦尽快处理，谢谢。', '希望有人管一管。', '请答复。', '盼回复，谢谢！', ''];

/** One request of a citizen, with the answer it was given. */
export function citizenRequest(random: Random): CitizenRequest {
  const [category, demandType, asked, answers] = random.pick(REQUESTS);
  const title = fillSlots(random.pick(asked), random, SLOTS);
  return {
    category,
    demandType,
    title,
    text: `${random.pick(OPENINGS)}${title}。${random.pick(CLOSINGS)}`,
    answer: fillSlots(random.pick(answers), random, SLOTS),
  };
}
