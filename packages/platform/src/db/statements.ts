import { drizzle } from 'drizzle-orm/node-postgres';

/** Builds statements for `defineCommit` when a store module loads, before there is a connection. */
export const statements: ReturnType<typeof drizzle.mock> = drizzle.mock();
