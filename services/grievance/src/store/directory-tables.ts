import { boolean, date, doublePrecision, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ClockKind, Complexity, DemandType, LimitUnit, OfficerKind, Urgency } from '../vocabulary.ts';

// What every row of the directory has: an id for its ledger, its park, a version and the head of its ledger.
const common = {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
};

/** A GeoJSON polygon in WGS-84: rings of [longitude, latitude]. */
export interface Polygon {
  type: 'Polygon';
  coordinates: [number, number][][];
}

export const category = pgTable('category', {
  ...common,
  code: text('code').notNull(),
  name: text('name').notNull(),
  parentCode: text('parent_code'),
  unitCode: text('unit_code'),
  enabled: boolean('enabled').notNull(),
});

export const unit = pgTable('unit', {
  ...common,
  code: text('code').notNull(),
  name: text('name').notNull(),
  enabled: boolean('enabled').notNull(),
});

export const grid = pgTable('grid', {
  ...common,
  code: text('code').notNull(),
  name: text('name').notNull(),
  level: integer('level').notNull(),
  parentCode: text('parent_code'),
  leaderCode: text('leader_code'),
  regionCode: text('region_code'),
  polygon: jsonb('polygon').$type<Polygon>(),
  enabled: boolean('enabled').notNull(),
});

export const officer = pgTable('officer', {
  ...common,
  code: text('code').notNull(),
  name: text('name').notNull(),
  kind: text('kind').$type<OfficerKind>().notNull(),
  subject: text('subject'),
  gridCode: text('grid_code'),
  unitCode: text('unit_code'),
  activeFrom: date('active_from').notNull(),
  activeUntil: date('active_until'),
});

export const serving = pgTable('serving', {
  ...common,
  uscc: text('uscc').notNull(),
  validFrom: date('valid_from').notNull(),
  validUntil: date('valid_until'),
  enterpriseName: text('enterprise_name'),
  officerCode: text('officer_code'),
  gridCode: text('grid_code'),
});

export const clockProfile = pgTable('clock_profile', {
  ...common,
  code: text('code').notNull(),
  validFrom: date('valid_from').notNull(),
  validUntil: date('valid_until'),
  clock: text('clock').$type<ClockKind>().notNull(),
  demandType: text('demand_type').$type<DemandType>(),
  urgency: text('urgency').$type<Urgency>(),
  complexity: text('complexity').$type<Complexity>(),
  categoryCode: text('category_code'),
  limitUnit: text('limit_unit').$type<LimitUnit>().notNull(),
  limitAmount: doublePrecision('limit_amount').notNull(),
  yellowShare: doublePrecision('yellow_share').notNull(),
  orangeShare: doublePrecision('orange_share').notNull(),
  article: text('article').notNull(),
  official: boolean('official').notNull(),
});
