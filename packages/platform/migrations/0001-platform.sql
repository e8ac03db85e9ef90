-- What every service's database holds beside its own tables. Applied first, in every service's database.

-- One row per event and listener. Closed means deleted: what stands here is still owed.
create table outbox (
  event_id   uuid        not null,
  listener   text        not null collate "C",
  type       text        not null,
  park_id    text        not null,
  envelope   text        not null,
  created_at timestamptz not null default now(),
  due_at     timestamptz not null default now(),
  publishes  integer     not null default 0,
  primary key (event_id, listener)
);
create index outbox_due on outbox (due_at);

-- One row per event applied here; kept longer than any producer resends.
create table inbox (
  event_id    uuid        primary key,
  producer    text        not null,
  received_at timestamptz not null default now()
);
create index inbox_received on inbox using brin (received_at);

create table delivery_attempt (
  event_id   uuid        primary key,
  producer   text        not null,
  attempts   integer     not null default 0,
  first_at   timestamptz not null default now(),
  next_at    timestamptz not null default now(),
  last_error text
);

create table dead_letter (
  event_id    uuid        primary key,
  producer    text        not null,
  type        text        not null,
  park_id     text,
  envelope    text        not null,
  error       text        not null,
  attempts    integer     not null,
  died_at     timestamptz not null default now(),
  redriven_at timestamptz
);
create index dead_letter_died on dead_letter (died_at);

-- The ledger: chained per case, appended by the commit that made the change. `xid` lets the sealer see what
-- may still be in flight; `body` is text because the hash is over its bytes.
create table ledger (
  park_id   text        not null,
  case_kind text        not null,
  case_id   uuid        not null,
  seq       integer     not null check (seq > 0),
  at        timestamptz not null,
  actor     text        not null,
  action    text        not null,
  body      text        not null,
  prev_hash text        not null check (length(prev_hash) = 64),
  hash      text        not null check (length(hash) = 64),
  xid       xid8        not null default pg_current_xact_id(),
  primary key (case_id, seq)
);
create index ledger_xid on ledger (xid);

-- One signed line per checkpoint; the same line stands in the checkpoint file outside the database.
create table ledger_checkpoint (
  number    bigint      primary key,
  entries   integer     not null,
  root      text        not null,
  watermark xid8        not null,
  line      text        not null,
  sealed_at timestamptz not null
);

-- Which checkpoint, and where in it, an entry was sealed.
create table ledger_leaf (
  case_id    uuid    not null,
  seq        integer not null,
  checkpoint bigint  not null references ledger_checkpoint (number),
  position   integer not null,
  primary key (case_id, seq)
);
create index ledger_leaf_order on ledger_leaf (checkpoint, position);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
    using errcode = 'insufficient_privilege';
end $$;
create trigger ledger_append_only before update or delete or truncate on ledger
  for each statement execute function refuse_change();
create trigger ledger_checkpoint_append_only before update or delete or truncate on ledger_checkpoint
  for each statement execute function refuse_change();
create trigger ledger_leaf_append_only before update or delete or truncate on ledger_leaf
  for each statement execute function refuse_change();

-- The stored answer of a keyed request; the body is ciphertext under the record's key where it names a person.
create table idempotency (
  client_id   text        not null collate "C",
  operation   text        not null collate "C",
  key         text        not null collate "C",
  fingerprint text        not null,
  status      integer     not null,
  headers     text        not null,
  body        text        not null,
  record_id   uuid,
  created_at  timestamptz not null default now(),
  constraint idempotency_pkey primary key (client_id, operation, key)
);

-- The key of one record, wrapped by the service's data key. Destroying it erases the person.
create table record_key (
  record_id    uuid        primary key,
  park_id      text        not null,
  wrapped      text,
  created_at   timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);

-- The next free case number of a park, prefix and day; processes reserve blocks from it.
create table number_block (
  park_id text    not null collate "C",
  prefix  text    not null collate "C",
  day     date    not null,
  next    bigint  not null,
  primary key (park_id, prefix, day)
);

create table job (
  id               uuid        primary key,
  park_id          text        not null,
  kind             text        not null,
  state            text        not null default 'WAITING',
  input            jsonb       not null default '{}' check (jsonb_typeof(input) = 'object'),
  checkpoint       jsonb       not null default '{}' check (jsonb_typeof(checkpoint) = 'object'),
  progress         jsonb       not null default '{}' check (jsonb_typeof(progress) = 'object'),
  attempts         integer     not null default 0,
  lease_until      timestamptz,
  leased_by        text,
  run_after        timestamptz not null default now(),
  created_by       text        not null,
  created_at       timestamptz not null default now(),
  finished_at      timestamptz,
  error            text,
  cancel_requested boolean     not null default false
);
create index job_open on job (run_after) where finished_at is null;
create index job_park on job (park_id, kind, created_at desc);

-- One row per run of a schedule: the insert decides which process runs it.
create table schedule_run (
  name        text        not null,
  period      text        not null,
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  primary key (name, period)
);
