-- Files that another service's people may read: written with the change that named the file to that service.
create table file_grant (
  park_id    text        not null,
  file_id    uuid        not null references file (id) on delete cascade,
  -- The service that was told of the file.
  listener   text        not null,
  -- The record by which it was, as `kind/id`; a sight of the file is put on record there.
  record     text        not null,
  granted_at timestamptz not null,
  primary key (park_id, file_id, listener)
);
-- For the cascade of a file that is removed.
create index file_grant_file on file_grant (file_id);
