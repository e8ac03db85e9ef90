/** The form of an entry in the roster of mediators, and what it must satisfy beyond its form. */
import { parseCitizenId } from '@qinwu/domain/citizen-id';
import { fieldRules } from '@qinwu/domain/errors';
import { parsePhone } from '@qinwu/domain/phone';
import { parseUscc } from '@qinwu/domain/uscc';
import { z } from 'zod';
import { code, day, line, uscc } from '../fields.ts';
import { MEDIATOR_KINDS } from '../session-vocabulary.ts';
import { CATEGORY_CODES, ORGANISATIONS } from '../vocabulary.ts';
import { gathering } from './gather-faults.ts';

/** A language as BCP 47 writes it: zh, nan (闽南语), en. */
export const language = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .describe('语言：zh 普通话、nan 闽南语等');

const Relative = z
  .object({ citizenId: line(32).optional(), phone: line(32).optional() })
  .meta({ id: 'MediatorRelative' });

export const MediatorBody = z
  .object({
    name: line(100).describe('姓名，对外公布'),
    subject: line(200).describe('登录账号，登记后不变'),
    organisation: z
      .object({ kind: z.enum(ORGANISATIONS), name: line(200) })
      .meta({ id: 'MediatorOrganisation' })
      .describe('所属调解组织'),
    kinds: z.array(z.enum(MEDIATOR_KINDS)).max(6).default([]).describe('类别'),
    languages: z.array(language).min(1).max(20),
    categories: z.array(z.enum(CATEGORY_CODES)).max(40).default([]).describe('受理的纠纷类别，空为全部'),
    grids: z.array(code).max(200).default([]).describe('熟悉的网格'),
    employer: uscc.optional().describe('受雇企业的统一社会信用代码'),
    certifiedFrom: day.describe('聘期起'),
    certifiedUntil: day.optional().describe('聘期止（含）'),
    active: z.boolean().default(true),
    citizenId: line(32)
      .nullable()
      .optional()
      .describe('公民身份号码，仅存不可还原的索引，用于回避检查；不填保留原值，null 清除'),
    phone: line(32)
      .nullable()
      .optional()
      .describe('本人电话，仅存索引，用于区分与代理人同名者；不填保留原值，null 清除'),
    relatives: z
      .array(Relative)
      .max(50)
      .optional()
      .describe('申报的近亲属，每人填身份号码或电话，仅存索引；不填保留原值'),
  })
  .meta({ id: 'MediatorBody' });
export type MediatorBody = z.output<typeof MediatorBody>;

export interface CheckedMediator {
  employer: string | null;
  /** Undefined: as before. */
  citizenId: string | null | undefined;
  phone: string | null | undefined;
  relatives: { kind: 'citizen-id' | 'phone'; number: string }[] | undefined;
}

/** Checks an entry and normalises its numbers; refuses with every fault. */
export function checkMediator(body: MediatorBody, before: { subject: string } | null): CheckedMediator {
  const { errors, fault, attempt } = gathering();
  const { certifiedFrom, certifiedUntil, citizenId, employer, phone: own, relatives } = body;
  if (certifiedUntil !== undefined && certifiedUntil < certifiedFrom) {
    fault('/certifiedUntil', 'period-reversed', { zh: '聘期止早于聘期起', en: 'ends before it begins' });
  }
  if (before !== null && before.subject !== body.subject) {
    fault('/subject', 'subject-fixed', {
      zh: '登录账号登记后不变，换人请另行登记',
      en: 'The account stays: enter another person under another code',
    });
  }
  const checked = {
    employer: employer === undefined ? null : attempt(() => parseUscc(employer, '/employer')),
    citizenId:
      typeof citizenId === 'string' ? attempt(() => parseCitizenId(citizenId, '/citizenId')) : citizenId,
    phone: typeof own === 'string' ? attempt(() => parsePhone(own, '/phone')) : own,
    relatives: relatives?.flatMap(({ citizenId: id, phone }, n) => {
      if (id === undefined && phone === undefined) {
        fault(`/relatives/${n}`, 'relative-empty', {
          zh: '须填写身份号码或电话',
          en: 'Give a citizen id or a telephone number',
        });
      }
      const at = (name: string) => `/relatives/${n}/${name}`;
      return [
        { kind: 'citizen-id', number: id && attempt(() => parseCitizenId(id, at('citizenId'))) } as const,
        { kind: 'phone', number: phone && attempt(() => parsePhone(phone, at('phone'))) } as const,
      ].flatMap(({ kind, number }) => (typeof number === 'string' ? [{ kind, number }] : []));
    }),
  };
  if (errors.length > 0) throw fieldRules(errors);
  return checked;
}
