export type Language = 'zh' | 'en';

interface Preference {
  tag: string;
  weight: number;
}

/** The language of answers by `Accept-Language`: Chinese unless English is wanted more. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined || header.startsWith('zh')) return 'zh';
  const preferences = header.split(',', 20).map(preferenceOf);
  const weightOf = (language: string): number =>
    Math.max(0, ...preferences.filter(({ tag }) => tag.startsWith(language)).map(({ weight }) => weight));
  return weightOf('en') > weightOf('zh') ? 'en' : 'zh';
}

function preferenceOf(part: string): Preference {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
  const quality = parameters.map((text) => text.trim()).find((text) => text.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}
