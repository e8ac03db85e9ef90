/** The lifecycle of a score model: written by one person, published by another, never changed once anybody is scored. */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { MODEL_STATES } from '../../vocabulary.ts';

const KEEPERS = ['admin'] as const;

export const modelLifecycle = defineLifecycle({
  name: 'score-model',
  initial: 'DRAFT',
  states: MODEL_STATES,
  labels: {
    DRAFT: { zh: '起草', en: 'draft' },
    IN_REVIEW: { zh: '复核中', en: 'in review' },
    PUBLISHED: { zh: '已发布', en: 'published' },
    RETIRED: { zh: '已停用', en: 'retired' },
  },
  actions: {
    submit: {
      from: ['DRAFT'],
      to: 'IN_REVIEW',
      roles: KEEPERS,
      label: { zh: '提交复核', en: 'submit' },
    },
    return: {
      from: ['IN_REVIEW'],
      to: 'DRAFT',
      roles: KEEPERS,
      label: { zh: '退回修改', en: 'return' },
    },
    publish: {
      from: ['IN_REVIEW'],
      to: 'PUBLISHED',
      roles: KEEPERS,
      label: { zh: '发布', en: 'publish' },
    },
    retire: {
      from: ['PUBLISHED'],
      to: 'RETIRED',
      roles: KEEPERS,
      label: { zh: '停用', en: 'retire' },
    },
  },
});

export type ModelAction = (typeof modelLifecycle.actionNames)[number];
