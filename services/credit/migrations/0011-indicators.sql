-- A park's own indicators, and what it made of the shipped ones.

-- Definitions as versions: a change is a new row of the same series that supersedes the one before. What was defined
-- at an instant is what had known_at up to it and was not superseded by then. Instants of a park only go up, and are
-- taken under the lock of its catalogue.
CREATE TABLE indicator (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  series_id uuid NOT NULL,
  code text NOT NULL COLLATE "C",
  -- Place in input_vector.slots, from 1 on; assigned once, never another code's.
  slot integer NOT NULL CHECK (slot > 0),
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  state text NOT NULL CHECK (state IN ('IN_USE', 'RETIRED')),
  name text NOT NULL,
  name_en text NOT NULL,
  unit text NOT NULL,
  non_negative boolean NOT NULL,
  whole boolean NOT NULL,
  changeable boolean NOT NULL,
  -- In 1/10,000 of the unit.
  change_step bigint NOT NULL,
  change_limit bigint NOT NULL,
  -- Who may state a value, in order of precedence.
  sources text[] NOT NULL,
  official boolean NOT NULL,
  basis text,
  -- How many times the park had put the sources of any indicator in another order by then.
  precedence integer NOT NULL,
  stated_by text NOT NULL,
  known_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT indicator_version_key UNIQUE (park_id, code, version),
  CONSTRAINT indicator_basis CHECK (basis IS NOT NULL OR NOT official)
);
CREATE UNIQUE INDEX indicator_code_key ON indicator (park_id, code) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX indicator_slot_key ON indicator (park_id, slot) WHERE superseded_at IS NULL;

-- The order of sources a row was laid out by, counted as in `indicator`: a row of another order holds for no instant
-- at which this one did not apply, and its versions are read.
ALTER TABLE input_vector ADD COLUMN precedence integer NOT NULL DEFAULT 0;
CREATE INDEX input_vector_precedence ON input_vector (park_id, precedence);
