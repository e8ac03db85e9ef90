/** Provisions whose text nobody has compared yet: they are shown as such, and none is quoted as the law's wording. */
export function unchecked(article: string): string {
  return `${article}（待核对原文）`;
}
