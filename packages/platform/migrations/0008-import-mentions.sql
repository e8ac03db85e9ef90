-- A refused line can tell of a record that is there already: whoever erases that record erases the file too, also when the
-- lines of the report are gone.
create table import_mention (
  record_id uuid not null,
  import_id uuid not null references import (id) on delete cascade,
  primary key (record_id, import_id)
);
create index import_mention_import on import_mention (import_id);
