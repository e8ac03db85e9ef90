import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ROLES } from './actor.ts';
import { isDomainError } from './errors.ts';
import { defineLifecycle } from './lifecycle.ts';

const label = (zh: string, en: string) => ({ zh, en });

const visit = defineLifecycle({
  name: 'visit',
  initial: 'PLANNED',
  states: ['PLANNED', 'UNDER_WAY', 'DONE', 'CANCELLED'],
  actions: {
    begin: { from: ['PLANNED'], to: 'UNDER_WAY', roles: ['officer'], label: label('开始', 'Begin') },
    note: {
      from: ['PLANNED', 'UNDER_WAY'],
      to: 'same',
      roles: ['officer', 'supervisor'],
      label: label('备注', 'Note'),
    },
    finish: { from: ['UNDER_WAY'], to: 'DONE', roles: ['officer'], label: label('完成', 'Finish') },
    cancel: {
      from: ['PLANNED', 'UNDER_WAY'],
      to: 'CANCELLED',
      roles: ['supervisor'],
      label: label('取消', 'Cancel'),
    },
    reopen: { from: ['CANCELLED'], to: 'PLANNED', roles: ['supervisor'], label: label('恢复', 'Reopen') },
  },
});

const anyState = fc.constantFrom(...visit.states);
const anyAction = fc.constantFrom(...visit.actionNames);

describe('lifecycle', () => {
  it('moves exactly where the table says, and refuses the rest with what is allowed', () => {
    fc.assert(
      fc.property(anyState, anyAction, (state, action) => {
        const rule = visit.rule(action);
        if (rule.from.includes(state)) {
          expect(visit.next(state, action)).toBe(rule.to === 'same' ? state : rule.to);
          return;
        }
        try {
          visit.next(state, action);
        } catch (error) {
          if (!isDomainError(error)) throw error;
          expect([error.kind, error.code]).toEqual(['conflict', 'transition-not-allowed']);
          expect(error.extra.allowedActions).toEqual(visit.allowedActions(state));
          return;
        }
        throw new Error(`${action} passed from ${state}`);
      }),
    );
  });

  it('offers an action exactly where it would pass and the role may take it', () => {
    fc.assert(
      fc.property(anyState, anyAction, fc.subarray([...ROLES]), (state, action, roles) => {
        const rule = visit.rule(action);
        const may = rule.from.includes(state) && rule.roles.some((role) => roles.includes(role));
        expect(visit.allowedActions(state, roles).includes(action)).toBe(may);
      }),
    );
  });

  it('stays in the table along any walk', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99)), (choices) => {
        let state = visit.initial;
        for (const choice of choices) {
          const open = visit.allowedActions(state);
          const action = open[choice % Math.max(open.length, 1)];
          if (action === undefined) break;
          state = visit.next(state, action);
          expect(visit.isState(state)).toBe(true);
        }
      }),
    );
  });

  it('knows its names and no inherited ones', () => {
    expect([visit.isAction('begin'), visit.isAction('constructor'), visit.isState('begin')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([visit.isFinal('DONE'), visit.isFinal('CANCELLED')]).toEqual([true, false]);
    expect(visit.labelOf('DONE')).toEqual(label('DONE', 'DONE'));
  });

  it('draws every arrow', () => {
    const drawing = visit.mermaid();
    expect(drawing.startsWith('stateDiagram-v2\n  [*] --> PLANNED\n')).toBe(true);
    expect(drawing).toContain('  UNDER_WAY --> DONE: finish 完成\n');
    expect(drawing).toContain('  UNDER_WAY --> UNDER_WAY: note 备注\n');
    expect(drawing.match(/-->/g)).toHaveLength(8);
  });

  it('refuses a table that cannot be right', () => {
    const base = { name: 'x', initial: 'A' as const, states: ['A', 'B'] as const };
    const go = {
      from: ['A'] as const,
      to: 'B' as const,
      roles: ['officer'] as const,
      label: label('去', 'Go'),
    };
    expect(() => defineLifecycle({ ...base, actions: { stay: { ...go, to: 'same' } } })).toThrow(
      'nothing leads to B',
    );
    expect(() => defineLifecycle({ ...base, actions: { go: { ...go, roles: [] } } })).toThrow(
      'go can never be taken',
    );
    expect(() => defineLifecycle({ ...base, states: ['A', 'B', 'A'], actions: { go } })).toThrow(
      'listed twice',
    );
    expect(defineLifecycle({ ...base, actions: { go } }).next('A', 'go')).toBe('B');
  });
});
