import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument, asyncApiText } from '../src/asyncapi.ts';
import { catalogue } from '../src/catalogue.ts';

const committed = new URL('../../../docs/asyncapi.json', import.meta.url);

function resolve(document: unknown, pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
}

describe('the AsyncAPI document', () => {
  it('is committed as generated (UPDATE_DOCS=1 writes it)', async () => {
    if (process.env.UPDATE_DOCS === '1') await writeFile(committed, asyncApiText());
    expect(JSON.parse(await readFile(committed, 'utf8'))).toEqual(asyncApiDocument());
  });

  it('has a message for every event, and no dangling reference', () => {
    const text = asyncApiText();
    for (const event of catalogue) expect(text).toContain(`"name": "${event.type}"`);
    const refs = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(refs.length).toBeGreaterThan(catalogue.length);
    for (const pointer of refs) expect(resolve(asyncApiDocument(), pointer)).toBeDefined();
  });
});
