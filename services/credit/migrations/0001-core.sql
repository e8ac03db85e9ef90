-- What scores are made of: the enterprises, the catalogue of indicators, their values as versions, the documents
-- that count against an enterprise, and the input vector kept with every value's commit.

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

-- The park's catalogue of indicators. `slot` is the place in the input vector, given once and never again.
-- `sources` in order of precedence: where two sources state a value for a day, the first of the list counts.
CREATE TABLE indicator (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL COLLATE "C",
  slot integer NOT NULL CHECK (slot BETWEEN 1 AND 500),
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  name text NOT NULL,
  name_en text NOT NULL,
  unit text NOT NULL,
  non_negative boolean NOT NULL,
  whole boolean NOT NULL,
  changeable boolean NOT NULL,
  -- Step of a change and the most a firm can reach, in 1/10,000 of the unit, for "what would raise it".
  change_step bigint,
  change_limit bigint,
  sources text[] NOT NULL,
  official boolean NOT NULL,
  active boolean NOT NULL DEFAULT true,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT indicator_code_key UNIQUE (park_id, code),
  CONSTRAINT indicator_slot_key UNIQUE (park_id, slot)
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

-- Effective outside documents that count against an enterprise: a judgment, an award, an administrative decision.
-- `repaired_on` is the day a credit repair (信用修复) took effect. Nothing of mediation ever stands here.
CREATE TABLE negative_document (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  code text NOT NULL COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('judgment', 'award', 'administrative-decision')),
  number text NOT NULL,
  issuer text NOT NULL,
  effective_on date NOT NULL,
  valid_until date,
  repaired_on date,
  repair_number text,
  revoked_on date,
  evidence uuid[] NOT NULL DEFAULT '{}',
  recorded_by text NOT NULL,
  known_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT negative_document_number_key UNIQUE (park_id, uscc, issuer, number)
);

-- One row per enterprise: the effective value of each slot as it stands now, written in the commit of every value.
-- A reader at (as-of day, known-on instant) may use it where updated_at <= known-on and exact_from <= as-of; otherwise
-- it takes the enterprise from its versions. `until` ends a slot's value; `negatives` counts effective documents by code.
CREATE TABLE input_vector (
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  industry text,
  values bigint[] NOT NULL,
  until date[] NOT NULL,
  negatives jsonb NOT NULL DEFAULT '{}',
  exact_from date NOT NULL,
  -- First day on which the row says less than it should: the end of a value behind which another one stands.
  exact_until date,
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL,
  PRIMARY KEY (park_id, uscc)
);

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

-- Scores of single enterprises between two runs: one row per changed input that led to a new score.
CREATE TABLE rescore (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  model_id uuid NOT NULL REFERENCES score_model (id),
  as_of date NOT NULL,
  known_on timestamptz NOT NULL,
  stage text NOT NULL,
  total integer NOT NULL,
  grade text NOT NULL,
  parts integer[] NOT NULL,
  missing integer[] NOT NULL,
  input_hash text NOT NULL,
  engine text NOT NULL,
  -- The run whose percentile statistics were used.
  statistics_run uuid,
  cause text NOT NULL,
  scored_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT rescore_instant_key UNIQUE (park_id, uscc, model_id, known_on, as_of)
);
