/** The pages being set: where the pen stands, and how text is put down. Lengths in points of 1/72 inch. */

import { startOfDay } from '@qinwu/domain/local-date';
import PDFDocument from 'pdfkit';
import type { DocumentModel } from '../document-model.ts';
import { faceOf } from '../fonts/document-face.ts';
import type { Weight } from '../fonts/font-files.ts';

/** A4. */
export const PAGE = { width: 595.28, height: 841.89 };
export const BODY = { left: 79, top: 84, width: PAGE.width - 158, bottom: PAGE.height - 86 };
export const TEXT_SIZE = 12;
/** Distance of lines in sizes of the type. */
export const LEADING = 1.75;

// Ascent and descent of the face together, in sizes of the type.
const FACE_HEIGHT = 1.437;

export interface Style {
  size: number;
  weight: Weight;
}
export const BODY_STYLE: Style = { size: TEXT_SIZE, weight: 'regular' };
export const BOLD_STYLE: Style = { size: TEXT_SIZE, weight: 'bold' };

export interface Sheet {
  readonly pdf: PDFKit.PDFDocument;
  /** Top of what comes next. */
  y: number;
}

/** An empty first page; the file's dates and id follow from the document alone. */
export function openSheet(document: DocumentModel): Sheet {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: document.title,
      Author: document.organisation,
      Subject: document.number,
      CreationDate: startOfDay(document.day),
    },
  });
  for (const weight of ['regular', 'bold'] as const) pdf.registerFont(weight, faceOf(weight).source);
  return { pdf, y: BODY.top };
}

export function lineHeight(style: Style): number {
  return style.size * LEADING;
}

export function measureIn({ size, weight }: Style): (text: string) => number {
  const face = faceOf(weight);
  return (text) => face.width(text) * size;
}

/** Height left on the page. */
export function roomLeft(sheet: Sheet): number {
  return BODY.bottom - sheet.y;
}

export function turnPage(sheet: Sheet): void {
  sheet.pdf.addPage();
  sheet.y = BODY.top;
}

/** Turns the page where so much height does not fit, except on a page still empty. */
export function needRoom(sheet: Sheet, height: number): void {
  if (roomLeft(sheet) < height && sheet.y > BODY.top) turnPage(sheet);
}

/** Puts one line of text with its top edge at `y`; `spacing` is added after each character. */
export function putLine(
  sheet: Sheet,
  text: string,
  place: { x: number; y: number; spacing?: number; style: Style },
): void {
  if (text === '') return;
  const { style, spacing = 0 } = place;
  const drop = ((LEADING - FACE_HEIGHT) / 2) * style.size;
  sheet.pdf
    .font(style.weight)
    .fontSize(style.size)
    .text(text, place.x, place.y + drop, { lineBreak: false, characterSpacing: spacing });
}

/** Puts one line with its middle at `x`. */
export function putCentred(sheet: Sheet, text: string, place: { x: number; y: number; style: Style }): void {
  putLine(sheet, text, { ...place, x: place.x - measureIn(place.style)(text) / 2 });
}
