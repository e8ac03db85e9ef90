-- What a score is worked out from, kept ready for each enterprise, and the scores of single enterprises.

-- The division of an enterprise as it was known when: percentiles compare with the trade.
CREATE TABLE enterprise_industry (
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  industry text,
  known_at timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (park_id, uscc, known_at)
);

-- One row per enterprise, rebuilt in the transaction of every value: what its versions say for every as-of day from
-- `exact_from` up to `exact_until` (excluded, null: without end) and every known-on instant from `updated_at`. For
-- any other day or instant the versions are read. Every known_at of an enterprise is taken under the lock of its row
-- here and is later than the one before.
CREATE TABLE input_vector (
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  version integer NOT NULL,
  industry text,
  -- By the slot of the indicator, from 1 on; in 1/10,000 of its unit.
  slots bigint[] NOT NULL DEFAULT '{}',
  -- Effective documents against the enterprise, counted by code.
  negatives jsonb NOT NULL DEFAULT '{}',
  exact_from date NOT NULL DEFAULT '-infinity',
  exact_until date,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (park_id, uscc)
);
-- What has run out by a day is rebuilt by the night.
CREATE INDEX input_vector_exact_until ON input_vector (exact_until) WHERE exact_until IS NOT NULL;

-- Scores of single enterprises between two runs: one row for each change of the inputs and each model.
CREATE TABLE rescore (
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  model_id uuid NOT NULL REFERENCES score_model (id),
  scheme text NOT NULL COLLATE "C",
  as_of date NOT NULL,
  known_on timestamptz NOT NULL,
  -- Null, with no points, where the inputs no longer give a stage.
  stage text,
  total integer,
  grade text,
  division text,
  parts integer[] NOT NULL,
  missing integer[] NOT NULL,
  input_hash text NOT NULL,
  engine text NOT NULL,
  -- The run whose percentile statistics were used.
  statistics_run uuid,
  scored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (park_id, uscc, scheme, known_on, as_of)
);

INSERT INTO enterprise_industry (park_id, uscc, industry, known_at)
SELECT park_id, uscc, industry, date_trunc('milliseconds', recorded_at) FROM enterprise;
-- Rows of enterprises entered before: exact for no day, so that their versions are read until they are rebuilt.
INSERT INTO input_vector (park_id, uscc, version, industry, exact_from, exact_until, updated_at)
SELECT park_id, uscc, 1, industry, DATE '1970-01-01', DATE '1970-01-01', date_trunc('milliseconds', now()) FROM enterprise;
