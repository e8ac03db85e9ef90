import type { Random } from './random.ts';

/** What an officer on patrol finds at an enterprise: category, what is wrong, what put it right. */
const PROBLEMS: readonly (readonly [
  category: string,
  found: readonly string[],
  mended: readonly string[],
])[] = [
  [
    'safety.fire',
    [
      '{spot}灭火器压力不足',
      '{spot}安全出口堆放{goods}',
      '{spot}消防栓被{goods}遮挡',
      '{spot}应急照明灯不亮',
      '{spot}防火门常闭失效',
      '疏散通道被{goods}占用，宽度不足1.4米',
    ],
    ['已更换并重新张贴检查标签', '现场清理，通道恢复畅通', '已维修并复测正常'],
  ],
  [
    'safety.electric',
    [
      '{spot}配电箱门缺失，线路裸露',
      '{spot}插座私拉乱接',
      '{spot}电缆未穿管敷设',
      '配电房堆放{goods}',
      '{spot}漏电保护器失灵',
    ],
    ['电工已规范敷设并加装护管', '已更换漏电保护器并测试', '清理完毕，责任人签字确认'],
  ],
  [
    'safety.machine',
    [
      '{machine}传动部位缺防护罩',
      '{machine}急停按钮失效',
      '叉车年检过期{days}天',
      '电梯维保记录缺失',
      '{machine}操作规程未上墙',
    ],
    ['已加装防护罩并培训操作工', '维保单位已修复并补录', '已送检并取得合格报告'],
  ],
  [
    'safety.chemical',
    [
      '胶水、清洗剂未设专柜存放',
      '化学品仓库无泄漏收集托盘',
      '危化品台账与实物不符',
      '{spot}有机溶剂桶未加盖',
    ],
    ['已设防爆柜分类存放', '补充托盘，台账已核对一致'],
  ],
  [
    'safety.limited-space',
    ['污水池未设有限空间警示标识', '进入有限空间作业无审批记录', '气体检测仪未校准'],
    ['标识已补齐，作业审批制度已上墙', '检测仪送校完成'],
  ],
  [
    'environment.water',
    ['雨水口有异色水流出', '污水处理设施加药记录不全', '{spot}清洗废水溢流至雨水沟'],
    ['已封堵并接入污水管网', '记录补全，环保专员每日巡查'],
  ],
  [
    'environment.air',
    ['{spot}活性炭更换超期', '集气罩破损，胶水味明显', '废气塔喷淋水未及时更换'],
    ['已更换活性炭，附采购凭证', '集气罩修复，复测达标'],
  ],
  [
    'environment.waste',
    ['边角料露天堆放约{tons}吨', '危废间标签缺失', '一般固废未与危废分区'],
    ['清运完毕，附转移联单', '分区隔离并补贴标签'],
  ],
  [
    'facility.road',
    ['门前井盖松动', '{spot}外道路坑洼积水', '厂区外围栏杆破损'],
    ['市政已更换井盖', '道路修补完成'],
  ],
  [
    'facility.light',
    ['厂区外{lamps}盏路灯不亮', '{spot}夜间照明不足'],
    ['已更换灯具', '线路修复，夜间复查正常'],
  ],
  [
    'facility.dormitory',
    ['宿舍{floor}楼飞线充电', '宿舍楼道停放电动车{bikes}辆', '宿舍燃气软管老化'],
    ['电动车移至集中充电棚', '软管已更换为金属波纹管'],
  ],
  [
    'labour.wage',
    ['企业反映{month}月计件工资核算有争议，涉及{people}人', '新招普工未签劳动合同{people}人'],
    ['已组织对账，工资于约定日发放', '合同已补签'],
  ],
  [
    'enterprise.policy',
    ['企业不了解{policy}申报条件', '{policy}材料被退回，需协调'],
    ['已上门辅导并提交申报', '协调主管部门，材料已受理'],
  ],
  [
    'enterprise.recruit',
    ['{season}用工缺口约{people}人', '技工（{trade}）难招'],
    ['已对接专场招聘会', '与职业院校签订输送协议'],
  ],
  [
    'enterprise.finance',
    ['订单增加，流动资金紧张，缺口约{loan}万元', '续贷审批时间长'],
    ['已对接银行走访', '纳入积分授信推荐名单'],
  ],
];

const SLOTS: Record<string, (random: Random) => string> = {
  spot: (random) =>
    random.pick([
      '一号车间',
      '二楼针车车间',
      '成型车间',
      '原料仓库',
      '成品仓库',
      '食堂',
      '喷漆房',
      '打样室',
      '三楼缝制车间',
      '锅炉房',
    ]),
  goods: (random) => random.pick(['纸箱', '鞋材', '布料', '成品鞋', '托盘', '边角料']),
  machine: (random) => random.pick(['裁断机', '注塑机', '针车', '压底机', '空压机', '切割机', '定型机']),
  days: (random) => String(random.int(3, 60)),
  tons: (random) => String(random.int(1, 8)),
  lamps: (random) => String(random.int(2, 9)),
  floor: (random) => String(random.int(2, 6)),
  bikes: (random) => String(random.int(2, 12)),
  people: (random) => String(random.int(2, 45)),
  month: (random) => String(random.int(1, 7)),
  loan: (random) => String(random.int(5, 80) * 10),
  policy: (random) => random.pick(['技改补助', '稳岗返还', '高企奖补', '数字化改造券', '人才房补']),
  season: (random) => random.pick(['节后', '旺季', '暑期']),
  trade: (random) => random.pick(['针车工', '机修工', '制版师', '数控操作工']),
};

/** Puts drawn words into a template's {slots}. */
export function fillSlots(template: string, random: Random, slots = SLOTS): string {
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot]?.(random) ?? '');
}

export interface Problem {
  category: string;
  title: string;
  text: string;
  result: string;
}

/** One problem found on patrol at the named enterprise. */
export function patrolProblem(random: Random, enterprise: string): Problem {
  const [category, found, mended] = random.pick(PROBLEMS);
  const title = fillSlots(random.pick(found), random);
  const measure = random.pick([
    '当场指出并发出整改通知',
    '要求限期整改并拍照留存',
    '与企业安全员共同确认',
    '列入网格台账跟踪',
  ]);
  return {
    category,
    title,
    text: `勤务员走访${enterprise}时发现：${title}。${measure}。`,
    result: random.pick(mended),
  };
}
