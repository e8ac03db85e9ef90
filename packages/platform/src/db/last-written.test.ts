import { describe, expect, it } from '@jest/globals';
import { refuse } from '@qinwu/domain/errors';
import { changeLastWritten, lastWritten } from './last-written.ts';

const TITLE = { zh: '拒绝', en: 'refused' };

describe('what was last written', () => {
  it('is handed over once, to the park it is of', () => {
    const records = lastWritten<string>();
    records.put('p', 'AB', 'first');
    expect(records.take('q', 'ab')).toBeNull();
    expect(records.take('p', 'ab')).toBe('first');
    expect(records.take('p', 'ab')).toBeNull();
  });

  it('is the last of what was put', () => {
    const records = lastWritten<string>();
    records.put('p', 'a', 'first');
    records.put('p', 'a', 'second');
    expect(records.take('p', 'a')).toBe('second');
  });

  it('is forgotten after a minute', () => {
    const clock = { ms: 0 };
    const records = lastWritten<string>(() => clock.ms);
    records.put('p', 'a', 'first');
    records.put('p', 'b', 'second');
    clock.ms = 59_999;
    expect(records.take('p', 'a')).toBe('first');
    clock.ms = 60_000;
    expect(records.take('p', 'b')).toBeNull();
  });

  it('is forgotten a minute after it was first put, however often it is put again, and then begins anew', () => {
    const clock = { ms: 0 };
    const records = lastWritten<string>(() => clock.ms);
    records.put('p', 'a', 'first');
    records.put('p', 'b', 'another');
    clock.ms = 50_000;
    expect(records.take('p', 'a')).toBe('first');
    records.put('p', 'a', 'second');
    clock.ms = 59_999;
    expect(records.take('p', 'a')).toBe('second');
    records.put('p', 'a', 'third');
    clock.ms = 60_000;
    expect(records.take('p', 'a')).toBeNull();
    records.put('p', 'a', 'read anew');
    clock.ms = 119_999;
    expect(records.take('p', 'a')).toBe('read anew');
  });

  it('is forgotten where a hundred others came after it', () => {
    const records = lastWritten<number>(() => 0);
    for (let n = 0; n <= 100; n++) records.put('p', String(n), n);
    expect([records.take('p', '0'), records.take('p', '1'), records.take('p', '100')]).toEqual([
      null,
      1,
      100,
    ]);
  });
});

describe('a change of what was last written', () => {
  it('reads where nothing is remembered, and does not where it is', async () => {
    const reads: string[] = [];
    const read = async () => {
      reads.push('read');
      return 'stored';
    };
    const change = async (record: string) => record;
    expect(await changeLastWritten(null, read, change)).toBe('stored');
    expect(await changeLastWritten('remembered', read, change)).toBe('remembered');
    expect(reads).toHaveLength(1);
  });

  it.each(['missing', 'conflict', 'stale', 'rule', 'forbidden'] as const)(
    'is not refused (%s) by what may be out of date',
    async (kind) => {
      const change = async (record: string) => {
        if (record === 'remembered') throw refuse(kind, 'no', TITLE);
        return record;
      };
      expect(await changeLastWritten('remembered', async () => 'stored', change)).toBe('stored');
    },
  );

  it.each([refuse('unavailable', 'outcome-unknown', TITLE), new Error('a fault of ours')])(
    'is not tried again after %s: it may have been carried out',
    async (fault) => {
      const tried: string[] = [];
      const change = async (record: string) => {
        tried.push(record);
        throw fault;
      };
      await expect(changeLastWritten('remembered', async () => 'stored', change)).rejects.toBe(fault);
      expect(tried).toEqual(['remembered']);
    },
  );
});
