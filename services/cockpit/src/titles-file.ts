import { TITLE_LEVELS } from '@qinwu/contracts/events/cockpit';
import { jsonFile } from '@qinwu/platform/config/json-file';
import { z } from 'zod';
import type { TitleKind } from './rules/titles/title-kinds.ts';

const name = z.string().trim().min(1).max(100);

const TitlesFile = z.strictObject({
  titles: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be a code of a-z, 0-9 and -'),
        name: z.strictObject({ zh: name, en: name }),
        level: z.enum(TITLE_LEVELS),
        termYears: z.int().min(1).max(50).nullable(),
        ruleVersion: name,
        official: z.boolean(),
      }),
    )
    .refine((titles) => new Set(titles.map(({ code }) => code)).size === titles.length, {
      error: 'must name a code once',
    }),
});

/** `TITLES_FILE`: the name of a JSON file `{ "titles": [{ code, name, level, termYears, ruleVersion, official }] }`. */
export const titlesFile: z.ZodType<TitleKind[], string> = jsonFile(TitlesFile).transform(
  ({ titles }) => titles,
);
