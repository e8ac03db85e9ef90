import { newId } from '@qinwu/domain/id';
import fastify from 'fastify';
import pg from 'pg';

// What the service is measured against: Fastify and pg with one prepared statement per route on the same table with
// the same indexes, and nothing of what makes an intake durable, safe or provable.
const { DATABASE_URL, DATABASE_POOL, HOST, PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(DATABASE_POOL) });
const { rows } = await pool.query<Record<string, unknown>>('select * from grievance limit 1');
const template = rows[0] ?? {};
const columns = Object.keys(template);
const insert = `insert into grievance (${columns.join(', ')})
  values (${columns.map((_, n) => `$${n + 1}`).join(', ')})`;
const summary = `id, number, version, state, origin, channel, demand_type, urgency, category_code, title,
  enterprise_uscc, enterprise_name, unit_code, grid_code, officer_code, unrouted_reason, due_at, light,
  escalation_level, external_ref, registered_at, accepted_at, closed_at`;
let count = 0;

const app = fastify();
app.get('/readyz', async () => ({ ready: true }));
app.post<{ Body: { title: string; text: string } }>('/grievances', async (request, reply) => {
  const id = newId();
  const number = `GR-${process.pid}-${count++}`;
  const now = new Date();
  const { title, text } = request.body;
  const row = { ...template, id, number, title, body_text: text, registered_at: now, recorded_at: now };
  await pool.query({ name: 'insert', text: insert, values: Object.values(row) });
  return reply.code(201).send({ id, number });
});
app.get<{ Params: { id: string } }>('/grievances/:id', async (request, reply) => {
  const found = await pool.query({
    name: 'get',
    text: 'select * from grievance where id = $1 and park_id = $2',
    values: [request.params.id, template.park_id],
  });
  return found.rows[0] ?? reply.code(404).send();
});
app.get('/grievances', async () => {
  const found = await pool.query({
    name: 'list',
    text: `select ${summary} from grievance where park_id = $1 order by registered_at desc, id desc limit 20`,
    values: [template.park_id],
  });
  return { items: found.rows };
});
await app.listen({ host: HOST ?? '127.0.0.1', port: Number(PORT) });
