import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { configTable } from '@qinwu/platform/config/config-table';
import { cockpitConfig } from '../src/config.ts';
import { titleLifecycle } from '../src/rules/titles/lifecycle.ts';

/** The formatter aligns the columns of tables. */
const unaligned = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

it('the README shows the configuration as it is (UPDATE_DOCS=1 writes it)', async () => {
  const file = new URL('../README.md', import.meta.url);
  const text = await readFile(file, 'utf8');
  const section = `<!-- config -->\n\n${configTable(cockpitConfig)}\n<!-- /config -->`;
  const fresh = text.replace(/<!-- config -->[\s\S]*<!-- \/config -->/, () => section);
  if (process.env.UPDATE_DOCS === '1') await writeFile(file, fresh);
  expect(unaligned(await readFile(file, 'utf8'))).toBe(unaligned(fresh));
});

it('the README draws the lifecycle of a title as it is', async () => {
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  expect(text).toContain(titleLifecycle.mermaid());
});
