-- Score runs: all enterprises of a park scored by one model, for one day, as it was known at one instant.

-- A company that was struck off is scored no more, from when that was known.
ALTER TABLE enterprise_industry ADD COLUMN active boolean NOT NULL DEFAULT true;
UPDATE enterprise_industry SET active = enterprise.active
FROM enterprise WHERE enterprise.park_id = enterprise_industry.park_id
  AND enterprise.uscc = enterprise_industry.uscc AND enterprise_industry.superseded_at IS NULL;

CREATE TABLE score_run (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  state text NOT NULL
    CHECK (state IN ('PLANNING', 'SCORING', 'PUBLISHING', 'PUBLISHED', 'CANCELLED', 'FAILED')),
  scheme text NOT NULL COLLATE "C",
  model_id uuid NOT NULL REFERENCES score_model (id),
  model_version text NOT NULL,
  -- The model as the run found it: a draft may be edited meanwhile.
  model_hash text NOT NULL,
  document text NOT NULL,
  as_of date NOT NULL,
  -- The instant everything was known at; `asked_known_on` is null where it is the instant the run was asked for.
  known_on timestamptz NOT NULL,
  asked_known_on timestamptz,
  -- GB/T 4754 division the run is limited to; null: all enterprises.
  division text,
  -- By a model that was not in force: compared, and nobody's score.
  trial boolean NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  enterprises integer NOT NULL DEFAULT 0,
  slices integer NOT NULL DEFAULT 0,
  slices_done integer NOT NULL DEFAULT 0,
  scored integer NOT NULL DEFAULT 0,
  published_at timestamptz,
  -- When the scores became the park's; null where they did not (a trial, one division, an older day).
  current_at timestamptz,
  -- The run whose scores were the park's until then.
  previous_run uuid REFERENCES score_run (id),
  announced_at timestamptz,
  result_hash text,
  report jsonb,
  ended_at timestamptz,
  fault text
);
-- A period is scored once; a run that was cancelled or failed does not count.
CREATE UNIQUE INDEX score_run_period ON score_run
  (park_id, model_id, model_hash, as_of, division, asked_known_on, trial)
  NULLS NOT DISTINCT WHERE state NOT IN ('CANCELLED', 'FAILED');
CREATE INDEX score_run_list ON score_run (park_id, id DESC);
CREATE INDEX score_run_current ON score_run (park_id, scheme, as_of DESC, known_on DESC)
  WHERE current_at IS NOT NULL;

-- What the workers share out: enterprises by a range of their codes.
CREATE TABLE score_slice (
  run_id uuid NOT NULL REFERENCES score_run (id),
  number integer NOT NULL,
  from_uscc text NOT NULL COLLATE "C",
  to_uscc text NOT NULL COLLATE "C",
  enterprises integer NOT NULL,
  -- What the slice came to, with the hash of its rows; null until it is committed.
  tally jsonb,
  PRIMARY KEY (run_id, number)
);

-- Inputs that `input_vector` does not hold for the day and the instant of a run, laid out for its statistics.
CREATE TABLE run_vector (
  run_id uuid NOT NULL REFERENCES score_run (id),
  uscc text NOT NULL COLLATE "C",
  slots bigint[] NOT NULL,
  negatives jsonb NOT NULL,
  PRIMARY KEY (run_id, uscc)
);

-- The percentiles a run is scored with: 1st to 100th of an indicator at a stage, in a division ('': all of them).
CREATE TABLE run_statistic (
  run_id uuid NOT NULL REFERENCES score_run (id),
  indicator text NOT NULL COLLATE "C",
  stage text NOT NULL,
  division text NOT NULL,
  peers integer NOT NULL,
  points bigint[] NOT NULL,
  PRIMARY KEY (run_id, indicator, stage, division)
);

-- The scores of a run. Written by COPY, a slice at a time, and never changed. Points are in 1/10,000; stage and what
-- hangs on it are null where the inputs give none.
CREATE TABLE run_score (
  run_id uuid NOT NULL,
  uscc text NOT NULL COLLATE "C",
  stage text,
  total integer,
  grade text,
  division text,
  parts integer[] NOT NULL,
  missing smallint[] NOT NULL,
  input_hash bytea NOT NULL,
  PRIMARY KEY (run_id, uscc)
);

-- Whose scores are the park's: the one pointer that publishing flips.
CREATE TABLE current_run (
  park_id text NOT NULL,
  scheme text NOT NULL COLLATE "C",
  run_id uuid NOT NULL REFERENCES score_run (id),
  PRIMARY KEY (park_id, scheme)
);
-- What was scored anew since the run whose scores are the park's.
CREATE INDEX rescore_since ON rescore (park_id, scheme, as_of DESC, known_on DESC);
