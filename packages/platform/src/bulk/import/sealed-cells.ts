import type { Keyring } from '../../crypto/keyring.ts';
import { plainCell } from '../official-text.ts';
import type { Cell } from '../read/source-row.ts';

const aad = (importId: string, line: number): string => `import_row|${importId}|${line}`;

/** The cells of a refused line as ciphertext under the import's key: they may name a person. */
export function sealCells(
  keyring: Pick<Keyring, 'sealField'>,
  dek: Buffer,
  place: { importId: string; line: number },
  cells: Readonly<Record<string, Cell>>,
): string {
  const plain = Object.fromEntries(Object.entries(cells).map(([column, cell]) => [column, plainCell(cell)]));
  return keyring.sealField(dek, aad(place.importId, place.line), JSON.stringify(plain));
}

/** The cells that were sealed; dates as official text. */
export function openCells(
  keyring: Pick<Keyring, 'openField'>,
  dek: Buffer,
  place: { importId: string; line: number },
  sealed: string,
): Readonly<Record<string, string | number | null>> {
  return JSON.parse(keyring.openField(dek, aad(place.importId, place.line), sealed));
}
