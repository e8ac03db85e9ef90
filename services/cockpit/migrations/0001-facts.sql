-- What happened, one row per figure and record: the newest version known. Figures are counts and sums of these.
create table fact (
  park_id text not null,
  figure_code text not null,
  record_id text not null,
  record_service text not null,
  record_kind text not null,
  on_date date not null,
  until_date date,
  amount bigint,
  distinct_key text,
  dims jsonb not null default '{}',
  withdrawn boolean not null default false,
  source_event uuid not null,
  sequence bigint not null,
  recorded_at timestamptz not null,
  constraint fact_pkey primary key (park_id, figure_code, record_id),
  constraint fact_period check (until_date is null or until_date >= on_date or withdrawn),
  constraint fact_dims_object check (jsonb_typeof(dims) = 'object')
);

-- Serves the count of a period and the drill-down in the order of its pages.
create index fact_by_day on fact (park_id, figure_code, on_date, record_id) include (until_date, amount, distinct_key, recorded_at)
  where not withdrawn;

-- Versions that a newer one replaced: with them a figure can be asked for as it was known at an instant.
create table fact_history (
  park_id text not null,
  figure_code text not null,
  record_id text not null,
  record_service text not null,
  record_kind text not null,
  on_date date not null,
  until_date date,
  amount bigint,
  distinct_key text,
  dims jsonb not null,
  withdrawn boolean not null,
  source_event uuid not null,
  sequence bigint not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null,
  constraint fact_history_pkey primary key (park_id, figure_code, record_id, sequence)
);

create index fact_history_by_day on fact_history (park_id, figure_code, on_date, record_id) where not withdrawn;

-- The instant up to which a park's facts are known. Every writer moves it under its row lock, so that the order of
-- recorded_at is the order of the commits and "as known at" means the same set of rows whenever it is asked.
create table fact_clock (
  park_id text not null,
  known_at timestamptz not null,
  constraint fact_clock_pkey primary key (park_id)
);
