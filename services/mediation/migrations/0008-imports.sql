-- What an import wrote last of a record: the same row again changes nothing, another one only what nobody touched since.
CREATE TABLE imported_record (
  record_id uuid PRIMARY KEY,
  park_id text NOT NULL,
  content_hash text NOT NULL,
  version integer NOT NULL
);
