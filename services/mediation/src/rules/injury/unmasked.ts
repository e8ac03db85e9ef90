/** A correction whose writer may have read masks: what comes back as it was shown is what stands, and no mask is stored. */
import { fieldRules } from '@qinwu/domain/errors';
import { maskAddress, maskCitizenId, maskName, maskPhone } from '@qinwu/domain/mask';
import { gathering } from '../gather-faults.ts';
import { meant } from '../whole-party.ts';
import type { InjuryContent } from './injury-content.ts';
import type { InjuryPatchBody } from './intake-body.ts';

/** What an answer masks of each person. */
const MASKS: Record<'worker' | 'applicant' | 'employer', Record<string, (text: string) => string>> = {
  worker: { name: maskName, idNumber: maskCitizenId, phone: maskPhone, address: maskAddress },
  applicant: { name: maskName, phone: maskPhone },
  employer: { contact: maskName, phone: maskPhone },
};

/** The correction with what is meant by its masks; refuses `masked-value`. */
export function unmasked(patch: InjuryPatchBody, content: InjuryContent): InjuryPatchBody {
  const { errors, fault } = gathering();
  const read = <P extends object>(who: keyof typeof MASKS, given: P): P => {
    const at = { pointer: (name: string) => `/${who}/${name}`, fault };
    const members = Object.entries(given).map(([name, value]) => {
      const mask = MASKS[who][name];
      if (mask === undefined) return [name, value];
      const stood: unknown = Reflect.get(content[who] ?? {}, name);
      const masked = typeof stood === 'string' ? mask(stood) : undefined;
      return [name, meant(value, { value: stood, masked }, { at, name }) ?? stood];
    });
    return Object.fromEntries(members);
  };
  const { worker, applicant, employer } = patch;
  const whole = {
    ...patch,
    ...(worker === undefined ? {} : { worker: read('worker', worker) }),
    ...(applicant === undefined || applicant === null ? {} : { applicant: read('applicant', applicant) }),
    ...(employer === undefined ? {} : { employer: read('employer', employer) }),
  };
  if (errors.length > 0) throw fieldRules(errors);
  return whole;
}
