import type { Cell } from './read/source-row.ts';

/** Plain data as a schema checks it. */
export type Nested = string | number | null | Nested[] | { [name: string]: Nested };

function listOf(cell: string): Nested {
  if (!cell.startsWith('[')) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** Fields with dotted names as nested objects, empty ones left out, lists read back, instants as RFC 3339 text. */
export function nestedFields(fields: Readonly<Record<string, Cell>>): Record<string, Nested> {
  const root: Record<string, Nested> = Object.create(null);
  for (const [name, cell] of Object.entries(fields)) {
    if (cell === null) continue;
    const path = name.split('.');
    const last = path.pop() ?? name;
    let at = root;
    for (const part of path) {
      const inner = at[part];
      const next: Record<string, Nested> =
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : Object.create(null);
      at[part] = next;
      at = next;
    }
    at[last] = cell instanceof Date ? cell.toISOString() : typeof cell === 'string' ? listOf(cell) : cell;
  }
  return root;
}
