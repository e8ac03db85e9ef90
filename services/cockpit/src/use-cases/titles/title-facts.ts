import type { TitleRow } from '../../store/titles/title-table.ts';

/** What every event of a title says of it: the title as it stands, under its version. */
export function titleFacts(row: TitleRow) {
  const { id, parkId: park, version: sequence, uscc, titleCode: code, level, from, until, document } = row;
  const data = {
    titleId: id,
    uscc,
    code,
    name: { zh: row.nameZh, en: row.nameEn },
    level,
    from,
    until,
    document,
  };
  return { park, subject: id, sequence, data };
}
