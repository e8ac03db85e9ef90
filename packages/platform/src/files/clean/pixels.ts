import { imageRefused } from '../file-faults.ts';
import { MAX_PIXELS } from '../file-limits.ts';

/** Refuses an image whose picture would not fit in a viewer's memory. */
export function checkPixels(width: number, height: number): void {
  if (width * height > MAX_PIXELS) throw imageRefused('image-too-many-pixels');
}
