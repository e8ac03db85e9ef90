/** The sample park's category tree: two levels, each leaf with the unit that answers for it. */
export interface Category {
  code: string;
  name: string;
  parent: string | null;
  unit: string | null;
}

export interface Unit {
  code: string;
  name: string;
}

export const UNITS: readonly Unit[] = [
  { code: 'safety', name: '安全生产监督管理办公室' },
  { code: 'environment', name: '生态环境与绿色发展科' },
  { code: 'construction', name: '规划建设科' },
  { code: 'property', name: '园区物业服务中心' },
  { code: 'labour', name: '职工服务与劳动保障科' },
  { code: 'enterprise', name: '企业服务科' },
  { code: 'fire', name: '消防安全工作站' },
  { code: 'traffic', name: '交通秩序工作站' },
  { code: 'party', name: '党群工作部' },
];

const TREE: readonly (readonly [string, string, readonly (readonly [string, string, string])[]])[] = [
  [
    'safety',
    '安全生产',
    [
      ['safety.fire', '消防隐患', 'fire'],
      ['safety.electric', '用电安全', 'safety'],
      ['safety.machine', '设备与特种设备', 'safety'],
      ['safety.chemical', '危险化学品', 'safety'],
      ['safety.limited-space', '有限空间作业', 'safety'],
    ],
  ],
  [
    'environment',
    '生态环境',
    [
      ['environment.water', '污水排放', 'environment'],
      ['environment.air', '废气与异味', 'environment'],
      ['environment.waste', '固废堆放', 'environment'],
      ['environment.noise', '噪声扰民', 'environment'],
    ],
  ],
  [
    'facility',
    '园区设施',
    [
      ['facility.road', '道路与井盖', 'construction'],
      ['facility.light', '路灯照明', 'property'],
      ['facility.water', '供水排水', 'property'],
      ['facility.dormitory', '宿舍与公寓', 'property'],
      ['facility.parking', '停车与充电', 'traffic'],
    ],
  ],
  [
    'labour',
    '劳动权益',
    [
      ['labour.wage', '工资发放', 'labour'],
      ['labour.insurance', '社会保险', 'labour'],
      ['labour.overtime', '加班与休假', 'labour'],
    ],
  ],
  [
    'enterprise',
    '惠企服务',
    [
      ['enterprise.policy', '政策兑现', 'enterprise'],
      ['enterprise.recruit', '用工招聘', 'enterprise'],
      ['enterprise.finance', '融资对接', 'enterprise'],
      ['enterprise.land', '用地与厂房', 'construction'],
    ],
  ],
  [
    'life',
    '生活服务',
    [
      ['life.school', '子女入学', 'party'],
      ['life.bus', '公交班次', 'traffic'],
      ['life.medical', '医疗与食堂', 'party'],
      ['life.order', '治安与秩序', 'party'],
    ],
  ],
];

export const CATEGORIES: readonly Category[] = TREE.flatMap(([code, name, leaves]) => [
  { code, name, parent: null, unit: null },
  ...leaves.map(([leaf, leafName, unit]) => ({ code: leaf, name: leafName, parent: code, unit })),
]);

/** The unit that answers for a leaf category. */
export function unitOf(category: string): string {
  return CATEGORIES.find((each) => each.code === category)?.unit ?? 'enterprise';
}
