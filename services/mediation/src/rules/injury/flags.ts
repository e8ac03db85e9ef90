/** What somebody should look at, with its article; the authority decides, nothing here does. */
import type { Text } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { ApplicantKind, ExclusionHint } from '../../injury-vocabulary.ts';
import { lastDayOf } from '../case-clock.ts';
import type { InjuryContent } from './injury-content.ts';
import type { InjuryClock } from './limits.ts';

export interface Flag {
  code: string;
  article: string;
  text: Text;
}

const HOURS_48 = 48 * 3_600_000;

const HINTS: Record<ExclusionHint, Text & { article: string }> = {
  'intentional-crime': {
    article: '工伤保险条例第十六条第（一）项',
    zh: '有故意犯罪情形的线索，请提示人社部门核查，窗口不作认定',
    en: 'A hint of intentional crime: for the authority to look at',
  },
  'drunk-or-drugs': {
    article: '工伤保险条例第十六条第（二）项',
    zh: '有醉酒或者吸毒情形的线索，请提示人社部门核查，窗口不作认定',
    en: 'A hint of drunkenness or drugs: for the authority to look at',
  },
  'self-harm': {
    article: '工伤保险条例第十六条第（三）项',
    zh: '有自残或者自杀情形的线索，请提示人社部门核查，窗口不作认定',
    en: 'A hint of self-harm: for the authority to look at',
  },
};

export interface FlagInput {
  applicantKind: ApplicantKind;
  clocks: readonly Pick<InjuryClock, 'kind' | 'dueAt' | 'stoppedAt' | 'onTime' | 'deadline'>[];
  baseOn: LocalDate | null;
  acceptedOn: LocalDate | null;
  content: Pick<InjuryContent, 'occurredAt' | 'firstDiagnosedAt' | 'diedAt' | 'hints'> | null;
}

function dayMissing({ baseOn }: FlagInput): Flag[] {
  if (baseOn !== null) return [];
  return [
    {
      code: 'accident-day-missing',
      article: '工伤保险条例第十七条',
      text: {
        zh: '未填写事故伤害发生之日或者职业病诊断之日，三十日、一年的申请期限尚未起算，请尽快核实补全',
        en: 'The day of the accident is missing: the limits of 30 days and one year cannot be counted',
      },
    },
  ];
}

function lateEmployer({ clocks, baseOn, acceptedOn }: FlagInput, now: Date): Flag[] {
  const clock = clocks.find(({ kind }) => kind === 'employer');
  if (clock === undefined || (clock.onTime ?? now < clock.dueAt)) return [];
  return [
    {
      code: 'employer-late',
      article: '工伤保险条例第十七条第四款',
      text: {
        zh: `用人单位未在期限内申请：自${baseOn ?? '事故伤害发生之日'}起至${acceptedOn ?? '人社部门受理之日'}止的工伤待遇等有关费用由用人单位负担`,
        en: `The employer did not apply in time and bears the costs from ${baseOn ?? 'the accident'} to ${acceptedOn ?? 'acceptance'}`,
      },
    },
  ];
}

/**
 * The year of worker, relatives and union, with the days that do not count taken out, ended before the authority had
 * their application. An application that was not handed over is looked at as it was when it ended.
 */
function lateWorker({ applicantKind, clocks }: FlagInput, now: Date): Flag[] {
  const clock = clocks.find(({ kind }) => kind === 'worker');
  if (applicantKind === 'employer' || clock === undefined) return [];
  // It stood still before it was over.
  if (clock.deadline.pauses.at(-1)?.to === null) return [];
  if (clock.onTime ?? (clock.stoppedAt ?? now) < clock.dueAt) return [];
  const last = lastDayOf(clock);
  return [
    {
      code: 'worker-late',
      article: '工伤保险条例第十七条第二款',
      text: {
        zh: `职工、近亲属、工会的一年申请期限已于${last}届满，届满前人社部门未收到本申请：请核实有无不计入期限的期间（法释〔2014〕9号第七条）并予登记；是否受理由人社部门决定`,
        en: `The year of worker, relatives and union ended on ${last} before the authority had this: look for days that do not count; the authority decides`,
      },
    },
  ];
}

/** The 48 hours run from the first diagnosis (劳社部函〔2004〕256号 art. 3), from the onset where that is not known. */
function deathWithin48h({ content }: FlagInput): Flag[] {
  const began = content?.firstDiagnosedAt ?? content?.occurredAt ?? null;
  const died = content?.diedAt ?? null;
  if (began === null || died === null || Date.parse(died) - Date.parse(began) > HOURS_48) return [];
  return [
    {
      code: 'death-within-48h',
      article: '工伤保险条例第十五条第一款第（一）项',
      text: {
        zh: '48小时之内死亡：如系在工作时间和工作岗位突发疾病，请核对视同工伤的情形',
        en: 'Death within 48 hours: see whether it was sudden illness at work',
      },
    },
  ];
}

/** Every flag of an application as things stand. */
export function flagsOf(input: FlagInput, now: Date): Flag[] {
  const hints = (input.content?.hints ?? []).map((hint) => {
    const { article, zh, en } = HINTS[hint];
    return { code: hint, article, text: { zh, en } };
  });
  return [
    ...dayMissing(input),
    ...lateEmployer(input, now),
    ...lateWorker(input, now),
    ...deathWithin48h(input),
    ...hints,
  ];
}
