import { unreadable } from '../read-faults.ts';
import { readXml } from './xml-events.ts';
import type { ZipPackage } from './zip-package.ts';

/** What of a workbook is needed to read one sheet. */
export interface Workbook {
  sheetPart: string;
  stringsPart: string | null;
  stylesPart: string | null;
  /** Dates count from 1904 (workbooks begun on old Macs). */
  date1904: boolean;
}

interface Relation {
  target: string;
  type: string;
}

function partName(base: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${base}${target}`;
  return new URL(path, 'zip:///').pathname.slice(1);
}

async function relationsOf(zip: ZipPackage, part: string): Promise<Map<string, Relation>> {
  const slash = part.lastIndexOf('/') + 1;
  const base = part.slice(0, slash);
  const relations = new Map<string, Relation>();
  await readXml(await zip.open(`${base}_rels/${part.slice(slash)}.rels`), {
    open(name, { Id, Target, Type }) {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined)
        relations.set(Id, { target: partName(base, Target), type: Type?.split('/').at(-1) ?? '' });
    },
  });
  return relations;
}

/** Finds the sheet by its name, else the first one that is not hidden; refuses where there is none. */
export async function readWorkbook(zip: ZipPackage, sheet: string | undefined): Promise<Workbook> {
  const roots = await relationsOf(zip, '');
  const part = [...roots.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const sheets: { name: string; relation: string; hidden: boolean }[] = [];
  let date1904 = false;
  await readXml(await zip.open(part), {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const hidden = (attributes.state ?? 'visible') !== 'visible';
      sheets.push({
        name: attributes.name ?? '',
        relation: attributes['r:id'] ?? attributes.id ?? '',
        hidden,
      });
    },
  });
  const relations = await relationsOf(zip, part);
  const chosen = sheets.find(({ name, hidden }) => (sheet === undefined ? !hidden : name === sheet));
  const sheetPart = relations.get(chosen?.relation ?? '')?.target;
  if (sheetPart === undefined)
    throw unreadable('sheet-missing', '工作簿中没有所要的工作表', 'the workbook has no such sheet');
  const byType = (type: string) =>
    [...relations.values()].find((relation) => relation.type === type)?.target ?? null;
  return { sheetPart, stringsPart: byType('sharedStrings'), stylesPart: byType('styles'), date1904 };
}
