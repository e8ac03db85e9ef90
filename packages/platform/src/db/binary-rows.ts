/**
 * Rows in PostgreSQL's binary COPY format: an integer takes four or eight bytes and nobody has to print or parse it,
 * which halves what COPY costs on both sides. Every number is big-endian; a length of −1 is null.
 */

import { borrowBytes, giveBack } from './lent-bytes.ts';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** The signature, then flags and the length of an extension, both 0. */
const HEADER_BYTES = SIGNATURE.length + 8;
const NULL = -1;
const INT2_OID = 21;
const INT4_OID = 23;
/** Dimensions, flags, type, length, lower bound. */
const ARRAY_HEADER_BYTES = 20;
const HIGH_WORD = 2 ** 32;

/** Writes rows field by field; the fields of a row in the order of COPY's columns. */
export class RowWriter {
  #bytes: Buffer;
  #view: DataView;
  #at = HEADER_BYTES;

  /** Room for so many bytes at first, which are borrowed; it grows where they do not do. */
  constructor(room: number) {
    this.#bytes = borrowBytes(Math.max(room, HEADER_BYTES + 2));
    this.#view = viewOf(this.#bytes);
    SIGNATURE.copy(this.#bytes);
    // No flags, no extension.
    this.#bytes.fill(0, SIGNATURE.length, HEADER_BYTES);
  }

  /** Gives the bytes back, once they are written. */
  close(): void {
    giveBack(this.#bytes);
  }

  /** Begins a row of so many fields. */
  row(fields: number): void {
    this.#need(2);
    this.#view.setInt16(this.#at, fields);
    this.#at += 2;
  }

  /** A field of so many zeros; returns where it lies in the whole, to be written by the caller later. */
  blank(bytes: number): number {
    const at = this.#field(bytes);
    this.#bytes.fill(0, at, at + bytes);
    return at;
  }

  /** Text of ASCII letters alone. */
  ascii(text: string | null): void {
    if (text === null) {
      this.null();
      return;
    }
    // The place first: the bytes may be others once there is room.
    const at = this.#field(text.length);
    this.#bytes.write(text, at, 'latin1');
  }

  hex(text: string): void {
    const at = this.#field(text.length / 2);
    this.#bytes.write(text, at, 'hex');
  }

  int4(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    const at = this.#field(4);
    this.#view.setInt32(at, value);
  }

  int4Array(values: readonly number[]): void {
    let at = this.#array(values.length, { oid: INT4_OID, size: 4 });
    for (const value of values) {
      this.#view.setInt32(at, 4);
      this.#view.setInt32(at + 4, value);
      at += 8;
    }
  }

  int2Array(values: readonly number[]): void {
    let at = this.#array(values.length, { oid: INT2_OID, size: 2 });
    for (const value of values) {
      this.#view.setInt32(at, 2);
      this.#view.setInt16(at + 4, value);
      at += 6;
    }
  }

  null(): void {
    this.#need(4);
    this.#view.setInt32(this.#at, NULL);
    this.#at += 4;
  }

  /** All rows with the end mark; nothing is written after it. */
  end(): Buffer {
    this.#need(2);
    this.#view.setInt16(this.#at, NULL);
    return this.#bytes.subarray(0, this.#at + 2);
  }

  /** Begins a field of so many bytes, all of which are written next; returns where they lie. */
  #field(bytes: number): number {
    this.#need(4 + bytes);
    this.#view.setInt32(this.#at, bytes);
    const at = this.#at + 4;
    this.#at = at + bytes;
    return at;
  }

  #array(length: number, { oid, size }: { oid: number; size: number }): number {
    const isEmpty = length === 0;
    const at = this.#field(isEmpty ? 12 : ARRAY_HEADER_BYTES + length * (4 + size));
    this.#view.setInt32(at, isEmpty ? 0 : 1);
    this.#view.setInt32(at + 4, 0);
    this.#view.setInt32(at + 8, oid);
    if (isEmpty) return at;
    this.#view.setInt32(at + 12, length);
    this.#view.setInt32(at + 16, 1);
    return at + ARRAY_HEADER_BYTES;
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = borrowBytes(Math.max(this.#bytes.length * 2, this.#at + bytes));
    this.#bytes.copy(larger, 0, 0, this.#at);
    giveBack(this.#bytes);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

/** Reads rows field by field, in the order of the query's columns. */
export class RowReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#at = HEADER_BYTES;
  }

  /** Goes to the next row; false where there is none. */
  next(): boolean {
    const fields = this.#view.getInt16(this.#at);
    this.#at += 2;
    return fields >= 0;
  }

  text(): string | null {
    const length = this.#length();
    if (length === NULL) return null;
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }

  /** Text of ASCII letters alone. */
  ascii(): string | null {
    const length = this.#length();
    if (length === NULL) return null;
    this.#at += length;
    return this.#bytes.toString('latin1', this.#at - length, this.#at);
  }

  /** Integers up to 2^53 into an array as far as it goes, NaN for null and beyond their end; false where all is null. */
  int8Array(into: Float64Array): boolean {
    const length = this.#length();
    if (length === NULL) return false;
    const end = this.#at + length;
    let at = this.#at + ARRAY_HEADER_BYTES;
    let filled = 0;
    for (; at < end && filled < into.length; filled++) {
      const isNull = this.#view.getInt32(at) === NULL;
      const high = isNull ? Number.NaN : this.#view.getInt32(at + 4) * HIGH_WORD;
      into[filled] = isNull ? high : high + this.#view.getUint32(at + 8);
      at += isNull ? 4 : 12;
    }
    into.fill(Number.NaN, filled);
    this.#at = end;
    return true;
  }

  #length(): number {
    const length = this.#view.getInt32(this.#at);
    this.#at += 4;
    return length;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
