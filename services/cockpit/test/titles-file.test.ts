import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadConfig } from '@qinwu/platform/config/load-config';
import { z } from 'zod';
import { titlesFile } from '../src/titles-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'titles-'));
});
afterAll(() => rm(folder, { recursive: true }));

const leader = {
  code: 'park-leader',
  name: { zh: '领军型企业', en: 'leading enterprise' },
  level: 'PARK',
  termYears: 2,
  ruleVersion: '晋开〔2025〕2号',
  official: true,
};

async function load(content: unknown) {
  const file = join(folder, 'titles.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadConfig(z.object({ TITLES_FILE: titlesFile.optional() }), { TITLES_FILE: file });
}

it('brings the titles of the park', async () => {
  expect((await load({ titles: [leader] })).TITLES_FILE).toEqual([leader]);
});

it.each([
  ['a file that is none of JSON', '{'],
  ['a code twice', { titles: [leader, leader] }],
  ['another level', { titles: [{ ...leader, level: 'WORLD' }] }],
  ['no name in English', { titles: [{ ...leader, name: { zh: '领军型企业' } }] }],
  ['a term of no years', { titles: [{ ...leader, termYears: 0 }] }],
  ['a member nobody knows', { titles: [{ ...leader, colour: 'red' }] }],
])('refuses %s', async (_, content) => {
  await expect(load(content)).rejects.toThrow('TITLES_FILE');
});
