import { httpFault } from '../../http/fault.ts';

/** Larger than the configured limit (413). */
export function tooLarge(zh: string, en: string): Error {
  return httpFault('body-too-large', { detail: { zh, en } });
}

/** More records than one import takes; the sender splits the file. */
export function tooManyRows(maxRows: number): Error {
  return tooLarge(
    `单个文件最多 ${maxRows} 行，请拆分后分别导入`,
    `at most ${maxRows} rows in one file; split it`,
  );
}

/** More bytes than allowed, packed or unpacked. */
export function tooManyBytes(maxBytes: number): Error {
  return tooLarge(
    `文件或其解压后的内容超过 ${maxBytes} 字节`,
    `more than ${maxBytes} bytes, unpacked parts included`,
  );
}
