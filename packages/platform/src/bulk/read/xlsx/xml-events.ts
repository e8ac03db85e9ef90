import { SaxesParser } from 'saxes';
import { unreadable } from '../read-faults.ts';
import { decodeText } from '../text-encoding.ts';

/** What a part's reader wants to know; names come without their namespace prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Parses a part as it arrives; yields after each piece, so that the caller can hand on what it has gathered. */
export async function* parseXml(bytes: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let fault: Error | undefined;
  parser.on('error', (error) => {
    fault ??= error;
  });
  parser.on('opentag', (tag) => handler.open?.(localName(tag.name), tag.attributes));
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  parser.on('closetag', (tag) => handler.close?.(localName(tag.name)));
  for await (const piece of decodeText(bytes, 'utf-8')) {
    parser.write(piece);
    if (fault !== undefined)
      throw unreadable(
        'workbook-unreadable',
        '工作簿内部结构损坏',
        'a part of the workbook is not well-formed XML',
      );
    yield;
  }
  parser.close();
}

/** Parses a small part to its end. */
export async function readXml(bytes: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  for await (const _ of parseXml(bytes, handler));
}
