import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { configTable } from '@qinwu/platform/config/config-table';
import { creditConfig } from '../src/config.ts';
import { indicatorLifecycle } from '../src/rules/catalogue/lifecycle.ts';
import { documentLifecycle } from '../src/rules/documents/lifecycle.ts';
import { modelLifecycle } from '../src/rules/model/lifecycle.ts';
import { lineLifecycle } from '../src/rules/money/line-lifecycle.ts';
import { objectionLifecycle } from '../src/rules/objections/lifecycle.ts';
import { RUN_STEPS } from '../src/rules/runs/lifecycle.ts';

/** The formatter aligns the columns of tables. */
const unaligned = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

it('the README shows the configuration as it is (UPDATE_DOCS=1 writes it)', async () => {
  const file = new URL('../README.md', import.meta.url);
  const text = await readFile(file, 'utf8');
  const section = `<!-- config -->\n\n${configTable(creditConfig)}\n<!-- /config -->`;
  const fresh = text.replace(/<!-- config -->[\s\S]*<!-- \/config -->/, () => section);
  if (process.env.UPDATE_DOCS === '1') await writeFile(file, fresh);
  expect(unaligned(await readFile(file, 'utf8'))).toBe(unaligned(fresh));
  expect(fresh).toContain('DATA_KEY');
});

it('the README draws the lifecycles of a model, an indicator, a line and a document as they are', async () => {
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  expect(text).toContain(modelLifecycle.mermaid());
  expect(text).toContain(indicatorLifecycle.mermaid());
  expect(text).toContain(lineLifecycle.mermaid());
  expect(text).toContain(documentLifecycle.mermaid());
  expect(text).toContain(objectionLifecycle.mermaid());
});

it('the README draws the steps of a run as they are', async () => {
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const drawn = text.split('\n').filter((line) => / --> (?!DRAFT|IN_REVIEW)[A-Z]+: /.test(line));
  for (const { step, from, to, label } of RUN_STEPS)
    expect(drawn).toContain(`  ${from} --> ${to}: ${step} ${label}`);
});
