import { unreadable } from './read-faults.ts';

/** GB18030 contains GBK and GB2312, which is what Excel on Chinese Windows writes as "CSV". */
export const TEXT_ENCODINGS = ['utf-8', 'gb18030'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** How much of a source is looked at to tell its encoding. */
export const ENCODING_PREFIX_BYTES = 1024 * 1024;

/** UTF-8 where the prefix is valid UTF-8 (a character cut at its end allowed), GB18030 otherwise. */
export function detectEncoding(prefix: Uint8Array): TextEncoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(prefix, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

/** Decodes strictly, dropping a byte-order mark; throws `encoding-unreadable` at bytes that are not text. */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(Error.isError(error) && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'))
      throw error;
    throw unreadable(
      'encoding-unreadable',
      `内容不是有效的 ${encoding.toUpperCase()} 文本，请用 encoding 注明文件编码`,
      `the content is not valid ${encoding.toUpperCase()} text; state the file's encoding`,
    );
  }
}
