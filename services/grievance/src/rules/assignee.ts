/** Whom a case may be given to: units and grids in use, officers in service that day. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { BodyOf } from './action-bodies.ts';
import { type Directory, isActive } from './directory.ts';

/** Refuses every unit, grid or officer that cannot take a case (kind rule). */
export function checkAssignee(body: BodyOf<'assign'>, directory: Directory, on: LocalDate): void {
  const errors: FieldError[] = [];
  const units = [
    ['/unit', body.unit] as const,
    ...(body.coUnits ?? []).map((unit, i) => [`/coUnits/${i}`, unit] as const),
  ];
  for (const [pointer, unit] of units) {
    if (unit !== undefined && directory.units.get(unit)?.enabled !== true) {
      errors.push({
        pointer,
        code: 'unit-unknown',
        detail: { zh: '单位不存在或已停用', en: 'There is no such unit' },
      });
    }
  }
  if (body.grid !== undefined && directory.grids.get(body.grid)?.enabled !== true) {
    errors.push({
      pointer: '/grid',
      code: 'grid-unknown',
      detail: { zh: '网格不存在或已停用', en: 'There is no such grid' },
    });
  }
  if (body.officer !== undefined && !isActive(directory.officers.get(body.officer), on)) {
    errors.push({
      pointer: '/officer',
      code: 'officer-not-active',
      detail: { zh: '勤务员不存在或不在岗', en: 'No officer in service has this code' },
    });
  }
  if (errors.length > 0) throw fieldRules(errors);
}
