/** Bytes of one stored chunk; a row of `file_chunk`, a frame of an S3 object. */
export const CHUNK_BYTES = 256 * 1024;

/** Bytes of one attachment unless a route says otherwise. */
export const DEFAULT_MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Pixels of one image; more is a decompression bomb for whoever looks at it. */
export const MAX_PIXELS = 50_000_000;

/** Characters of a file name. */
export const MAX_NAME_CHARS = 255;

/** What can be attached unless a route says otherwise; images are stored without their metadata. */
export const DEFAULT_ACCEPT = ['image/jpeg', 'image/png', 'application/pdf'] as const;
