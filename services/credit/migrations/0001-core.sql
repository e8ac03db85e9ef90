-- What scores are made of: the enterprises, the values of their indicators as versions, and the models.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- An enterprise as scoring needs it. `industry` is its GB/T 4754 division, two digits.
CREATE TABLE enterprise (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  name text NOT NULL,
  industry text,
  founded_on date,
  active boolean NOT NULL DEFAULT true,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT enterprise_uscc_key UNIQUE (park_id, uscc)
);

-- Values as versions: a correction is a new row of the same series that supersedes the old one. `value` is in 1/10,000
-- of the unit. `known_at` is the start of the transaction that wrote the row: what was known at an instant is what
-- had known_at up to it and was not superseded by then.
CREATE TABLE indicator_value (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  code text NOT NULL COLLATE "C",
  series_id uuid NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  value bigint NOT NULL,
  unit text NOT NULL,
  -- The time the figure is about, and the days on which it counts.
  period_from date NOT NULL,
  period_to date NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  source text NOT NULL,
  source_ref text,
  event_id uuid,
  evidence uuid[] NOT NULL DEFAULT '{}',
  note text,
  state text NOT NULL CHECK (state IN ('DECLARED', 'VERIFIED', 'REJECTED', 'WITHDRAWN')),
  declared_by text NOT NULL,
  verified_by text,
  known_at timestamptz NOT NULL DEFAULT now(),
  superseded_at timestamptz,
  CONSTRAINT indicator_value_version_key UNIQUE (series_id, version),
  CONSTRAINT indicator_value_event_key UNIQUE (park_id, event_id),
  CONSTRAINT indicator_value_period CHECK (period_from <= period_to),
  CONSTRAINT indicator_value_validity CHECK (valid_until IS NULL OR valid_from <= valid_until),
  -- One source states one value for one day.
  CONSTRAINT indicator_value_no_overlap EXCLUDE USING gist (
    park_id WITH =, uscc WITH =, code WITH =, source WITH =,
    daterange(valid_from, valid_until, '[]') WITH &&
  ) WHERE (superseded_at IS NULL AND state IN ('DECLARED', 'VERIFIED'))
);
CREATE INDEX indicator_value_list ON indicator_value (park_id, uscc, code, known_at DESC, id DESC);

-- Score models as documents; `document` is the canonical JSON that `hash` is over.
CREATE TABLE score_model (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  scheme text NOT NULL COLLATE "C",
  model_version text NOT NULL COLLATE "C",
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  state text NOT NULL CHECK (state IN ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'RETIRED')),
  document text NOT NULL,
  hash text NOT NULL,
  official boolean NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  author text NOT NULL,
  reviewed_by text,
  published_by text,
  published_at timestamptz,
  retired_at timestamptz,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT score_model_version_key UNIQUE (park_id, scheme, model_version)
);
