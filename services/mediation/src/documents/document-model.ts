/** A document as plain data: what a template makes, what is signed, and what is set on pages. */
import type { LocalDate } from '@qinwu/domain/local-date';

export interface Labelled {
  label: string;
  value: string;
}

export interface Column {
  title: string;
  /** Share of the width, beside those of the other columns. */
  weight: number;
  align?: 'left' | 'center' | 'right';
}

export interface Table {
  kind: 'table';
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
  /** A last row in bold, such as the sum. */
  total?: readonly string[];
}

/** One who signs; without `signature` the line stays open for ink. */
export interface Signatory {
  role: string;
  name: string;
  signature?: {
    /** How it was signed: 电子签名, 手写签名, 盖章, 按指印. */
    kind: string;
    day: LocalDate;
    /** What ties the signature to the text: its own hash, or that of the text it was given for. */
    hash: string;
  };
}

export interface Seal {
  organisation: string;
  /** The day on the document 落款日期. */
  day: LocalDate;
  /** Set where the seal was put electronically. */
  sealed?: { day: LocalDate; hash: string };
}

export type Block =
  | { kind: 'meta'; lines: readonly Labelled[] }
  | { kind: 'party'; role: string; rows: readonly Labelled[] }
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string; indent?: boolean }
  | Table
  | { kind: 'signatures'; signatories: readonly Signatory[] }
  | { kind: 'seal'; seal: Seal };

export interface DocumentModel {
  title: string;
  /** Document number 文号, on every page. */
  number: string;
  /** Who issues it, on every page. */
  organisation: string;
  /** Day the document was drawn up; also the creation date of the file, so that the same input gives the same bytes. */
  day: LocalDate;
  blocks: readonly Block[];
}
