import { newId } from '@qinwu/domain/id';
import fastify from 'fastify';
import pg from 'pg';

// The least an insert over HTTP can cost: Fastify, pg, and one prepared INSERT of a copy of the row that is there, with
// the table's own indexes.
const { DATABASE_URL, DATABASE_POOL, HOST, PORT, TABLE = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(DATABASE_POOL) });
const { rows } = await pool.query<Record<string, unknown>>(`select * from ${TABLE} limit 1`);
const template = rows[0] ?? {};
const columns = Object.keys(template);
const text = `insert into ${TABLE} (${columns.join(', ')}) values (${columns.map((_, n) => `$${n + 1}`).join(', ')})`;
const stored = columns.map((name) => {
  const value = template[name];
  const isJson = typeof value === 'object' && value !== null && !(value instanceof Date);
  return isJson && (!Array.isArray(value) || typeof value[0] === 'object') ? JSON.stringify(value) : value;
});
const at = { id: columns.indexOf('id'), number: columns.indexOf('number') };
let count = 0;

const app = fastify();
app.get('/readyz', async () => ({ ready: true }));
const newRow = (): { id: string; number: string; values: unknown[] } => {
  const id = newId();
  const number = `${process.pid}-${count++}`;
  return { id, number, values: stored.with(at.id, id).with(at.number, number) };
};
app.post('/rows', async (_request, reply) => {
  const { id, number, values } = newRow();
  await pool.query({ name: 'insert', text, values });
  return reply.code(201).send({ id, number });
});
// The same, answered by the whole row, as the service answers by the whole record.
app.post('/records', async (_request, reply) => {
  const { rows } = await pool.query({
    name: 'insert-record',
    text: `${text} returning *`,
    values: newRow().values,
  });
  return reply.code(201).send(rows[0]);
});
await app.listen({ host: HOST ?? '127.0.0.1', port: Number(PORT) });
