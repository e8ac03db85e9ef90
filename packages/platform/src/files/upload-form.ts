import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { refuse } from '@qinwu/domain/errors';
import { httpFault } from '../http/fault.ts';
import type { CallContext, UploadSpec } from '../http/route.ts';
import { invalid } from '../http/validator.ts';

const MAX_FIELDS = 10;
const MAX_FIELD_BYTES = 256 * 1024;
/** What the parser says of a form that is none or breaks off; it gives these errors no code. */
const BROKEN = /^Multipart: |unexpected end of multipart data$/i;

/** The text fields of a form, and what was made of each file in it. */
export interface UploadForm<T> {
  fields: Readonly<Record<string, string>>;
  files: readonly T[];
}

/**
 * Reads a multipart form as it arrives; each file is handed to `receive` and must be read to its end there. Throws
 * 400 for a broken form, a field the route does not name and one sent twice, 413 and 415 as for other bodies.
 */
export async function readUpload<T>(
  call: Pick<CallContext, 'request'>,
  upload: UploadSpec,
  receive: (file: MultipartFile) => Promise<T>,
): Promise<UploadForm<T>> {
  if (!call.request.isMultipart()) throw httpFault('media-type-unsupported');
  try {
    return await readParts(call, upload, receive);
  } catch (error) {
    throw Error.isError(error) && BROKEN.test(error.message) ? httpFault('request-malformed') : error;
  }
}

async function readParts<T>(
  call: Pick<CallContext, 'request'>,
  upload: UploadSpec,
  receive: (file: MultipartFile) => Promise<T>,
): Promise<UploadForm<T>> {
  const fields = new Map<string, string>();
  const files: T[] = [];
  const { fileField = 'file', maxFiles, maxBytes } = upload;
  const known = Object.keys(upload.fields?.shape ?? {});
  // One byte more than allowed: the receiver counts, and says which limit was passed.
  const limits = { files: maxFiles, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES, fileSize: maxBytes + 1 };
  const options = { limits: { ...limits, parts: maxFiles + MAX_FIELDS }, preservePath: true };
  for await (const part of call.request.parts(options)) {
    if (part.type === 'file') {
      if (part.fieldname !== fileField) throw fieldFault(part.fieldname, 'unknown-field');
      files.push(await receive(part));
      continue;
    }
    if (fields.has(part.fieldname)) throw fieldFault(part.fieldname, 'repeated');
    fields.set(part.fieldname, textOf(part, known));
  }
  if (files.length === 0)
    throw refuse('malformed', 'file-missing', {
      zh: `表单缺少文件字段 ${fileField}`,
      en: `The form has no file field ${fileField}`,
    });
  return { fields: Object.fromEntries(fields), files };
}

/** The text of a field the route names. */
function textOf({ fieldname, value, valueTruncated }: MultipartValue, known: readonly string[]): string {
  if (!known.includes(fieldname)) throw fieldFault(fieldname, 'unknown-field');
  if (valueTruncated) throw httpFault('body-too-large');
  // A field that says it is JSON was parsed already, and not by our rules.
  if (typeof value !== 'string') throw httpFault('media-type-unsupported');
  return value;
}

const DETAILS = {
  'unknown-field': { zh: '不是接口约定的字段', en: 'is not a field of this interface' },
  repeated: { zh: '字段重复', en: 'is sent twice' },
} as const;

function fieldFault(name: string, code: keyof typeof DETAILS): Error {
  const pointer = /^[\w.-]{1,64}$/.test(name) ? `/${name}` : '';
  return invalid([{ pointer, code, detail: DETAILS[code] }], 'body');
}
