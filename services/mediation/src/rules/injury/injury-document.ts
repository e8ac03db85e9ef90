/** Documents made of an application: the notice of everything missing, and the letter that hands it over. */
import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { DocumentModel } from '../../documents/document-model.ts';
import { type MissingMaterial, supplementNotice } from '../../documents/supplement-notice.ts';
import { transferLetter } from '../../documents/transfer-letter.ts';
import type {
  ApplicantKind,
  CorrectionNotice,
  InjuryDetail,
  Material,
  Transfer,
} from '../../injury-vocabulary.ts';
import type { InjuryContent } from './injury-content.ts';

export const INJURY_DOCUMENTS = ['supplement-notice', 'transfer-letter'] as const;
export type InjuryDocument = (typeof INJURY_DOCUMENTS)[number];

/** The application as its documents see it. */
export interface DocumentedInjury {
  number: string;
  applicantKind: ApplicantKind;
  baseOn: string | null;
  receivedOn: string;
  completeOn: string | null;
  materials: readonly Material[];
  notices: readonly CorrectionNotice[];
  transfer: Transfer | null;
}

/** Who can be asked at the window. */
export interface Contact {
  name: string;
  phone: string;
}

const ORGANISATION = '涉企纠纷综合窗口';
const KINDS: Record<ApplicantKind, string> = {
  employer: '用人单位',
  worker: '职工',
  relative: '近亲属',
  union: '工会组织',
};

const DETAILS: Record<InjuryDetail, MissingMaterial> = {
  'event-day': { name: '事故伤害发生时间，或者职业病诊断、鉴定之日', requirement: '在申请表中补填' },
  'employer-code': { name: '用人单位统一社会信用代码', requirement: '在申请表中补填' },
  'sensitive-consent': {
    name: '处理伤情等敏感个人信息的单独同意',
    requirement: '由本人签署（个人信息保护法第二十九条）',
  },
};

function applicantOf({ applicantKind }: DocumentedInjury, content: InjuryContent): string {
  if (applicantKind === 'employer') return content.employer.name;
  return (applicantKind === 'worker' ? null : content.applicant?.name) ?? content.worker.name;
}

function documentMissing(): Error {
  return refuse('missing', 'document-missing', {
    zh: '该申请没有此文书',
    en: 'The application has no such document',
  });
}

function notice(found: DocumentedInjury, content: InjuryContent, contact: Contact): DocumentModel {
  const last = found.notices.at(-1);
  if (last === undefined) throw documentMissing();
  const nameOf = (code: string) => found.materials.find((material) => material.code === code)?.name ?? code;
  return supplementNotice({
    number: found.number,
    organisation: ORGANISATION,
    day: last.on,
    recipient: applicantOf(found, content),
    worker: content.worker.name,
    receivedOn: found.receivedOn,
    missing: [
      ...last.items.map((code) => ({ name: nameOf(code), requirement: '提交原件，核对后留存复印件' })),
      ...(last.details ?? []).map((detail) => DETAILS[detail]),
    ],
    ...(last.supplyBy === undefined ? {} : { supplementBy: last.supplyBy }),
    submitTo: ORGANISATION,
    contact,
  });
}

function accidentOf({ place, course, injury }: InjuryContent): string {
  return [place, course, injury].filter((text) => text !== null).join('；');
}

/** What is known of a material's form: its scans are counted; of paper nobody recorded how many, nor whether originals. */
function formOf(providedOn: string | null, scans: number): { copies: number | null; form: string } {
  if (providedOn === null) return { copies: 0, form: '—' };
  return scans > 0 ? { copies: scans, form: '电子件' } : { copies: null, form: '纸质件' };
}

function letter(found: DocumentedInjury, content: InjuryContent, contact: Contact): DocumentModel {
  const { transfer, baseOn, completeOn, materials } = found;
  if (transfer === null || baseOn === null) throw documentMissing();
  return transferLetter({
    number: found.number,
    organisation: ORGANISATION,
    day: transfer.transferredOn,
    recipient: transfer.receiver,
    applicant: applicantOf(found, content),
    applicantKind: KINDS[found.applicantKind],
    worker: content.worker.name,
    employer: content.employer.name,
    accidentOn: content.occurredAt === null ? baseOn : localDateOf(new Date(content.occurredAt)),
    accident: accidentOf(content),
    receivedOn: found.receivedOn,
    completeOn,
    materials: materials
      .filter(({ required, providedOn }) => required || providedOn !== null)
      .map(({ name, providedOn, deFacto, files }) => ({
        name,
        ...formOf(providedOn, files.length),
        ...(providedOn === null ? { note: '未交' } : deFacto ? { note: '事实劳动关系' } : {}),
      })),
    contact,
  });
}

/** A document of an application; refuses `document-missing` where it has come to none. */
export function injuryDocument(
  document: InjuryDocument,
  { found, content, contact }: { found: DocumentedInjury; content: InjuryContent; contact: Contact },
): DocumentModel {
  return document === 'transfer-letter' ? letter(found, content, contact) : notice(found, content, contact);
}
