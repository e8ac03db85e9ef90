/** The three levels of the sample park's grids (zone, area, enterprise grid) as rectangles near Jinjiang. */
export interface Grid {
  code: string;
  name: string;
  level: 1 | 2 | 3;
  parent: string | null;
  /** GeoJSON polygon, WGS-84. */
  polygon: { type: 'Polygon'; coordinates: [number, number][][] };
}

const AREAS = ['五里园', '安东园', '食品园', '金井园', '英林园', '东海垵园', '新塘园', '南翼芯创港'];
const GRIDS_PER_AREA = 6;
const WEST = 118.5;
const SOUTH = 24.62;
const AREA_SIZE = 0.03;
const NUMERALS = ['第一', '第二', '第三', '第四', '第五', '第六'];

function rectangle(west: number, south: number, width: number, height: number): Grid['polygon'] {
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  const [w, s, e, n] = [round(west), round(south), round(west + width), round(south + height)];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ],
    ],
  };
}

/** One zone, eight areas of it, and six enterprise grids in each. */
export function parkGrids(): Grid[] {
  const zone: Grid = {
    code: 'Z',
    name: '晋江经济开发区',
    level: 1,
    parent: null,
    polygon: rectangle(WEST, SOUTH, 4 * AREA_SIZE, 2 * AREA_SIZE),
  };
  return [zone, ...AREAS.flatMap(areaGrids)];
}

function areaGrids(name: string, index: number): Grid[] {
  const west = WEST + (index % 4) * AREA_SIZE;
  const south = SOUTH + Math.floor(index / 4) * AREA_SIZE;
  const code = `Z-${String(index + 1).padStart(2, '0')}`;
  const area: Grid = {
    code,
    name,
    level: 2,
    parent: 'Z',
    polygon: rectangle(west, south, AREA_SIZE, AREA_SIZE),
  };
  const [width, height] = [AREA_SIZE / 3, AREA_SIZE / 2];
  const children = Array.from(
    { length: GRIDS_PER_AREA },
    (_, child): Grid => ({
      code: `${code}-${child + 1}`,
      name: `${name}${NUMERALS[child]}网格`,
      level: 3,
      parent: code,
      polygon: rectangle(west + (child % 3) * width, south + Math.floor(child / 3) * height, width, height),
    }),
  );
  return [area, ...children];
}
