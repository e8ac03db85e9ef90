/** What an application takes over from its case once the case says who was hurt, where they work, and when. */
import type { LocalDate } from '@qinwu/domain/local-date';
import { UNNAMED } from '../case-content.ts';
import type { InjuryContent } from './injury-content.ts';

interface Followed {
  workerSubject: string | null;
  employerUscc: string | null;
  baseOn: LocalDate | null;
  content: InjuryContent;
}

/** The one with what it lacks taken from the other, where both are the same; as it is where it names somebody else. */
function filled<T extends { name: string }>(own: T, other: T): T {
  if (own.name !== UNNAMED && own.name !== other.name) return own;
  const lacking = Object.entries(own).filter(([, value]) => value === null || value === UNNAMED);
  return { ...own, ...Object.fromEntries(lacking.map(([name]) => [name, Reflect.get(other, name)])) };
}

/** Whose name the case has put right. */
export interface Renamed {
  worker: boolean;
  employer: boolean;
}

function named<T extends { name: string }>(own: T, { name }: T, isRenamed: boolean): T {
  return isRenamed && name !== UNNAMED ? { ...own, name } : own;
}

/** Everything as the case says it, but for what it leaves open. */
function whole(own: Followed, { workerSubject, employerUscc, baseOn, content }: Followed): Followed {
  const isWorker = content.worker.name !== UNNAMED;
  const isEmployer = content.employer.name !== UNNAMED;
  return {
    workerSubject: isWorker ? workerSubject : own.workerSubject,
    employerUscc: isEmployer ? employerUscc : own.employerUscc,
    baseOn: baseOn ?? own.baseOn,
    content: {
      ...own.content,
      worker: isWorker ? content.worker : own.content.worker,
      employer: isEmployer ? content.employer : own.content.employer,
    },
  };
}

/** The one of which the case alone has told so far, as the case tells it now; null where that is nothing new. */
export function followedWhole(own: Followed, reported: Followed): Followed | null {
  const next = whole(own, reported);
  return JSON.stringify(next) === JSON.stringify(own) ? null : next;
}

/**
 * The application with what it did not know yet; null where the case says nothing new. What was entered here stays, but for
 * a name that came from the case alone and was put right there (`renamed`).
 */
export function followed(own: Followed, reported: Followed, renamed: Renamed): Followed | null {
  const { worker: person, employer: firm } = reported.content;
  const worker = filled(named(own.content.worker, person, renamed.worker), person);
  // Under another code it is another employer, whose name says nothing of this one.
  const isSameFirm = own.employerUscc === reported.employerUscc;
  const employer = filled(named(own.content.employer, firm, renamed.employer && isSameFirm), firm);
  const isSame = (mine: { name: string }, theirs: { name: string }) => mine.name === theirs.name;
  const next: Followed = {
    workerSubject: own.workerSubject ?? (isSame(worker, person) ? reported.workerSubject : null),
    employerUscc: own.employerUscc ?? (isSame(employer, firm) ? reported.employerUscc : null),
    baseOn: own.baseOn ?? reported.baseOn,
    content: { ...own.content, worker, employer },
  };
  return JSON.stringify(next) === JSON.stringify(own) ? null : next;
}
