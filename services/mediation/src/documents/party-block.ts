/** Parties as documents name them (调解仲裁法 art. 28, 人民调解法 art. 29). */
import type { Block, Labelled } from './document-model.ts';

/** A person or an enterprise; what is absent is left out of the document. */
export interface DocumentParty {
  /** 申请人, 被申请人, 甲方, 乙方. */
  role: string;
  kind: 'person' | 'enterprise';
  name: string;
  gender?: string;
  age?: number;
  /** Identity number of a person, unified social credit code of an enterprise. */
  idNumber?: string;
  occupation?: string;
  employer?: string;
  address?: string;
  phone?: string;
  /** Legal representative of an enterprise and the position held. */
  legalRepresentative?: string;
  position?: string;
  representative?: { name: string; capacity?: string; phone?: string };
}

export function partyBlock(party: DocumentParty): Block {
  const rows: (Labelled | undefined)[] = [
    row(party.kind === 'person' ? '姓名' : '名称', party.name),
    row('性别', party.gender),
    row('年龄', party.age === undefined ? undefined : `${party.age}岁`),
    row(party.kind === 'person' ? '身份证件号码' : '统一社会信用代码', party.idNumber),
    row('职业', party.occupation),
    row('工作单位', party.employer),
    row(party.kind === 'person' ? '住址' : '住所', party.address),
    row('联系电话', party.phone),
    row('法定代表人（负责人）', named(party.legalRepresentative, party.position)),
    row('委托代理人', named(party.representative?.name, party.representative?.capacity)),
    row('代理人电话', party.representative?.phone),
  ];
  return { kind: 'party', role: party.role, rows: rows.filter((one) => one !== undefined) };
}

function named(name: string | undefined, note: string | undefined): string | undefined {
  return name === undefined || note === undefined ? name : `${name}（${note}）`;
}

function row(label: string, value: string | undefined): Labelled | undefined {
  return value === undefined ? undefined : { label, value };
}
