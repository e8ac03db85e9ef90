import { type DomainError, refuse } from '@qinwu/domain/errors';
import { httpFault } from '../http/fault.ts';

/** No bytes at all (400). */
export function fileEmpty(): DomainError {
  return refuse('malformed', 'file-empty', { zh: '文件为空', en: 'The file is empty' });
}

/** A name that cannot be shown safely (400). */
export function fileNameInvalid(): DomainError {
  return refuse('malformed', 'file-name-invalid', {
    zh: '文件名为空、过长或含有不可见的控制字符',
    en: 'The file name is empty, too long or holds control characters',
  });
}

/** Its content is of no type that is taken here, whatever its name says (415). */
export function fileTypeRefused(accept: readonly string[]): Error {
  const types = accept.join(', ');
  return httpFault('media-type-unsupported', {
    detail: {
      zh: `按内容判断，文件类型须为：${types}`,
      en: `by its content the file must be one of: ${types}`,
    },
  });
}

/** Larger than the limit (413). */
export function fileTooLarge(maxBytes: number): Error {
  return httpFault('body-too-large', {
    detail: { zh: `文件不得超过 ${maxBytes} 字节`, en: `a file has at most ${maxBytes} bytes` },
  });
}

/** Known malware (422). */
export function fileInfected(): DomainError {
  return refuse('rule', 'file-infected', {
    zh: '文件含有恶意程序特征',
    en: 'The file holds a malware signature',
  });
}

/** The image is broken, or too many pixels (422). */
export function imageRefused(code: 'image-damaged' | 'image-too-many-pixels'): DomainError {
  return code === 'image-damaged'
    ? refuse('rule', code, { zh: '图片已损坏或不完整', en: 'The image is damaged or cut short' })
    : refuse('rule', code, { zh: '图片像素过多', en: 'The image has too many pixels' });
}

/** Not there, not complete, of another park, or erased. */
export function fileMissing(): DomainError {
  return refuse('missing', 'file-missing', { zh: '文件不存在', en: 'There is no such file' });
}
