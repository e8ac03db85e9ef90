/** What an intake must satisfy beyond its form: every fault at once, so that a clerk corrects them in one go. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { parseCitizenId } from '@qinwu/domain/citizen-id';
import { type FieldError, fieldRules, isDomainError, type Text } from '@qinwu/domain/errors';
import { toWgs84 } from '@qinwu/domain/geo';
import { parsePhone } from '@qinwu/domain/phone';
import { isWithinRegion } from '@qinwu/domain/region';
import { parseUscc } from '@qinwu/domain/uscc';
import type { Channel } from '../vocabulary.ts';
import type { Directory } from './directory.ts';
import type { IntakeBody } from './intake-body.ts';

/** The identifiers of an intake in their stored form; the point also in WGS-84. */
export interface CheckedIntake {
  uscc: string | null;
  phone: string | null;
  idNumber: string | null;
  wgs: { longitude: number; latitude: number } | null;
}

/** Roles of the park's own staff, who file for others. */
const STAFF = ['officer', 'handler', 'dispatcher', 'supervisor', 'client', 'verifier'] as const;

/** Ways in that are the park's own or another office's: nobody comes to us through them by themselves. */
const OFFICIAL_CHANNELS: readonly Channel[] = ['12345', 'superior', 'patrol', 'system'];

/** Fields that name another office's record. */
const OFFICIAL_FIELDS = ['source', 'externalRef', 'hotlineDueAt'] as const;

type Fault = (pointer: string, code: string, detail: Text) => void;

function checkReporter(body: IntakeBody, fault: Fault): void {
  const { reporter } = body;
  if (reporter?.anonymous === true && reporter.idNumber !== undefined) {
    fault('/reporter/idNumber', 'anonymous-with-id', {
      zh: '匿名诉求不得填写证件号码',
      en: 'An anonymous reporter has no ID number',
    });
  }
  if (reporter?.idNumber !== undefined && reporter.idType === undefined) {
    fault('/reporter/idType', 'id-type-missing', { zh: '须注明证件类型', en: 'Say which document it is' });
  }
  if (body.channel !== '12345' && body.hotlineDueAt !== undefined) {
    fault('/hotlineDueAt', 'not-a-hotline-order', {
      zh: '只有 12345 工单有热线期限',
      en: 'Only orders of the hotline carry its due date',
    });
  }
}

function checkScope(body: IntakeBody, actor: Actor, fault: Fault): void {
  if (hasRole(actor, ...STAFF)) return;
  const own = hasRole(actor, 'enterprise') ? 'enterprise' : 'citizen';
  if (body.origin !== own) {
    fault('/origin', 'origin-not-yours', { zh: '不得以此来源登记', en: 'You cannot file under this origin' });
  }
  if (own === 'enterprise' && body.enterprise?.uscc !== actor.org) {
    fault('/enterprise/uscc', 'enterprise-not-yours', {
      zh: '只能为本企业登记',
      en: 'File for your own enterprise only',
    });
  }
  if (OFFICIAL_CHANNELS.includes(body.channel)) {
    fault('/channel', 'channel-not-yours', {
      zh: '不得以此渠道登记',
      en: 'You do not file through this channel',
    });
  }
  for (const name of OFFICIAL_FIELDS.filter((each) => body[each] !== undefined)) {
    fault(`/${name}`, 'field-not-yours', { zh: '由来源系统填写', en: 'Only another office fills this in' });
  }
}

function checkCategory(body: IntakeBody, directory: Directory, fault: Fault): void {
  if (body.categoryCode === undefined) return;
  const category = directory.categories.get(body.categoryCode);
  if (category === undefined) {
    fault('/categoryCode', 'category-unknown', { zh: '分类不存在', en: 'There is no such category' });
  } else if (!category.enabled) {
    fault('/categoryCode', 'category-disabled', { zh: '分类已停用', en: 'The category is disabled' });
  }
}

function checkPlace(body: IntakeBody, directory: Directory, fault: Fault): void {
  const { place } = body;
  if (place?.grid !== undefined && directory.grids.get(place.grid)?.enabled !== true) {
    fault('/place/grid', 'grid-unknown', { zh: '网格不存在或已停用', en: 'There is no such grid' });
  }
  const regions = [...directory.grids.values()].flatMap((grid) => grid.regionCode ?? []);
  const { region } = place ?? {};
  if (region !== undefined && regions.length > 0 && !regions.some((outer) => isWithinRegion(region, outer))) {
    fault('/place/region', 'region-outside-park', {
      zh: '行政区划不在园区范围内',
      en: 'The region lies outside the park',
    });
  }
}

/** Checks an intake and normalises its identifiers; refuses with every fault (kind rule). */
export function checkIntake(body: IntakeBody, actor: Actor, directory: Directory, now: Date): CheckedIntake {
  const errors: FieldError[] = [];
  const fault: Fault = (pointer, code, detail) => void errors.push({ pointer, code, detail });
  const attempt = <T>(parse: () => T): T | null => {
    try {
      return parse();
    } catch (error) {
      if (!isDomainError(error)) throw error;
      errors.push(...error.errors);
      return null;
    }
  };
  const { enterprise, reporter, place } = body;
  const uscc = enterprise?.uscc === undefined ? undefined : enterprise.uscc;
  checkReporter(body, fault);
  checkScope(body, actor, fault);
  checkCategory(body, directory, fault);
  checkPlace(body, directory, fault);
  if (body.occurredAt !== undefined && new Date(body.occurredAt) > now) {
    fault('/occurredAt', 'occurred-in-future', {
      zh: '发生时间不能晚于现在',
      en: 'It cannot have happened yet',
    });
  }
  const phone = reporter?.phone;
  const idNumber = reporter?.idNumber;
  const spot = place?.point;
  const checked: CheckedIntake = {
    uscc: uscc === undefined ? null : attempt(() => parseUscc(uscc, '/enterprise/uscc')),
    phone: phone === undefined ? null : attempt(() => parsePhone(phone, '/reporter/phone')),
    idNumber: idNumber === undefined ? null : attempt(() => parseId(idNumber, reporter?.idType)),
    wgs: spot === undefined ? null : attempt(() => toWgs84(spot, spot.system, '/place/point')),
  };
  if (errors.length > 0) throw fieldRules(errors);
  return checked;
}

function parseId(number: string, type: string | undefined): string {
  return type === 'citizen-id' ? parseCitizenId(number, '/reporter/idNumber') : number.trim().toUpperCase();
}
