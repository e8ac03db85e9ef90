/** Schemas of single fields that several bodies share. */
import { z } from 'zod';

/** A code: of an indicator, a scheme, a stage. */
export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
