/** Whether the workers a case tells of and its parties bear each other out. */
import type { Category } from '../vocabulary.ts';
import { isLabour } from '../vocabulary.ts';
import type { Fault } from './gather-faults.ts';
import type { WholeParty } from './whole-party.ts';

/** From so many workers on, a group may elect representatives (调解仲裁法 art. 7). */
export const GROUP_FROM = 10;

/** What of a party tells whether a group stands behind it. */
export type Applying = Pick<WholeParty, 'side' | 'kind' | 'representative'>;

/** Refuses a number of workers below that of the persons who apply, and a group that is none or has no representative. */
export function checkGroup(parties: readonly Applying[], workers: number, fault: Fault): void {
  const persons = parties.filter(({ side, kind }) => side === 'applicant' && kind === 'person');
  if (workers < persons.length) {
    fault('/workers', 'workers-below-applicants', {
      zh: `申请人中有${persons.length}名自然人，涉及劳动者人数不能少于此数`,
      en: `${persons.length} persons apply: no fewer workers are involved`,
    });
  }
  if (workers <= Math.max(persons.length, 1)) return;
  if (workers < GROUP_FROM) {
    fault('/workers', 'group-too-small', {
      zh: '不足十人的，每名劳动者都应列为当事人（调解仲裁法第七条）',
      en: 'Below ten workers each is a party of its own',
    });
  } else if (persons.length > 0 && !persons.some(({ representative }) => representative !== undefined)) {
    fault('/parties', 'group-without-representative', {
      zh: '集体争议须写明推举的代表人（调解仲裁法第七条）',
      en: 'A group names its representatives',
    });
  }
}

/** As much of a case as says whether a worker is in it. */
interface Disputing {
  category: Category;
  parties: readonly Pick<Applying, 'kind'>[];
  workers: number;
}

/** True of a labour dispute between enterprises alone; a union may stand for a group that it counts. */
export function lacksWorker({ category, parties, workers }: Disputing): boolean {
  return isLabour(category) && workers < GROUP_FROM && parties.every(({ kind }) => kind === 'enterprise');
}

/** Refuses it: labour disputes are between a worker and the one who employs (调解仲裁法 art. 2). */
export function checkWorker(of: Disputing, fault: Fault): void {
  if (!lacksWorker(of)) return;
  fault('/category', 'labour-without-worker', {
    zh: '劳动争议须有劳动者一方；单位之间的纠纷请选民事类别（调解仲裁法第二条）',
    en: 'A labour dispute has a worker: between enterprises it is a civil one',
  });
}
