-- Files: sealed under the key of their own record (record_key), chunk by chunk. A file is there once it is complete.
create table file (
  id           uuid        primary key,
  park_id      text        not null,
  name         text        not null,
  media_type   text        not null,
  bytes        bigint      not null default 0,
  sha256       text        check (length(sha256) = 64),
  -- Where the bytes are: 'database', else the name of an object in the bucket.
  place        text        not null default 'database',
  created_by   text        not null,
  created_at   timestamptz not null default now(),
  completed_at timestamptz,
  -- What the file belongs to, as `kind/id`; what belongs to nothing for a day is removed.
  attached_to  text,
  check ((completed_at is null) = (sha256 is null))
);
create index file_orphan on file (created_at) where attached_to is null;

create table file_chunk (
  file_id uuid    not null references file (id) on delete cascade,
  seq     integer not null check (seq >= 0),
  sealed  bytea   not null,
  primary key (file_id, seq)
);
-- Ciphertext does not compress.
alter table file_chunk alter column sealed set storage external;

-- One import: what was sent and how it is to be read. How far it is stands in its job, of the same id.
create table import (
  id          uuid        primary key references job (id) on delete cascade,
  park_id     text        not null,
  kind        text        not null,
  source      text        not null,
  file_id     uuid        not null references file (id),
  file_name   text        not null,
  format      text        not null,
  options     jsonb       not null check (jsonb_typeof(options) = 'object'),
  columns     jsonb,
  dry_run     boolean     not null,
  rows_total  integer     not null,
  created_by  text        not null,
  created_at  timestamptz not null default now()
);
create index import_park on import (park_id, created_at desc, id desc);
create index import_file on import (file_id);

-- What became of each line. `sealed` holds the cells of a refused line, under the import's record key.
create table import_row (
  import_id uuid    not null references import (id) on delete cascade,
  line      integer not null,
  outcome   text    not null
    check (outcome in ('created', 'updated', 'unchanged', 'refused', 'would-create', 'would-update')),
  record_id uuid,
  errors    jsonb,
  sealed    text,
  primary key (import_id, line),
  check ((outcome = 'refused') = (errors is not null))
);
create index import_row_refused on import_row (import_id, line) where outcome = 'refused';
