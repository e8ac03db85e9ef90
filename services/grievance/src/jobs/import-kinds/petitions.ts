import type { ImportPreset } from '@qinwu/platform/bulk/import/import-kind';

/** Petitions with their replies 留言办理台账, as online petition boards hand them over. */
export const PETITIONS: ImportPreset = {
  mapping: {
    externalRef: { column: '留言编号', format: 'text' },
    reporterName: { column: '留言用户', format: 'text' },
    title: { column: '留言主题', format: 'text' },
    registeredAt: { column: '留言时间', format: 'date-time' },
    text: { column: '留言详情', format: 'text' },
    result: { column: '答复意见', format: 'text' },
    repliedAt: { column: '答复时间', format: 'date-time' },
    origin: { const: 'citizen' },
    channel: { const: 'post' },
    demandType: { const: 'help' },
  },
};

/** A tree of categories written out path by path 分类体系. */
export const PETITION_CATEGORIES: ImportPreset = {
  mapping: {
    level1: { column: '一级分类', format: 'text' },
    level2: { column: '二级分类', format: 'text' },
    level3: { column: '三级分类', format: 'text' },
  },
};
