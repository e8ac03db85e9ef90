-- Up to which day a park's scores are settled: no run of a day up to it is started any more.
CREATE TABLE closing (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  closed_through date NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT closing_park_key UNIQUE (park_id)
);
