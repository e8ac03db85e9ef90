import type { Database } from '@qinwu/platform/db/database';
import { and, asc, eq } from 'drizzle-orm';
import { type ProductRow, product } from './tables.ts';

/** The products on offer, in the order of their codes. */
export async function listProducts({ orm }: Database, park: string): Promise<ProductRow[]> {
  return orm
    .select()
    .from(product)
    .where(and(eq(product.parkId, park), eq(product.active, true)))
    .orderBy(asc(product.code));
}
