import pg from 'pg';

/**
 * Makes every application of an event visible: `fact` keeps one row however often an event is applied, `effect` gets
 * one row each time, in the same transaction and without any unique key. The cockpit knows nothing of it. `trial` is
 * where the rig's own listener notes its tries.
 */
const WATCH = `
  create table effect (
    event_id uuid not null, record_id text not null, park_id text not null, sequence bigint not null,
    at timestamptz not null default clock_timestamp());
  create function note_effect() returns trigger language plpgsql as $$
  begin
    insert into effect (event_id, record_id, park_id, sequence)
    values (new.source_event, new.record_id, new.park_id, new.sequence);
    return new;
  end $$;
  create trigger note_effect before insert on fact
    for each row when (new.figure_code in (
      'grievance.problems-found', 'grievance.requests-accepted', 'mediation.labour-disputes-closed',
      'mediation.injury-applications'))
    execute function note_effect();
  create table trial (event_id uuid not null);
  create index effect_park on effect (park_id, record_id);
`;

/** Adds the effect table and its trigger to a cockpit's database. */
export async function watchEffects(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(WATCH);
  } finally {
    await client.end();
  }
}
