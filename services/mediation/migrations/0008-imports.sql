-- What an import wrote of a record: a source and its number name one record of a kind for good, and the same row again
-- changes nothing.
CREATE TABLE imported_record (
  record_id uuid PRIMARY KEY,
  park_id text NOT NULL,
  kind text NOT NULL,
  source text NOT NULL,
  external_ref text NOT NULL,
  content_hash text NOT NULL,
  CONSTRAINT imported_record_key UNIQUE (park_id, kind, source, external_ref)
);
