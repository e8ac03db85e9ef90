-- Documents of courts, arbitrators and authorities against an enterprise, as versions: only what has taken effect, with
-- its number. Nothing of a mediation is one. What was known at an instant is what had known_at up to it and was not
-- superseded by then.
CREATE TABLE adverse_document (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  series_id uuid NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  -- The negative item of the models it counts under.
  code text NOT NULL COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('judgment', 'award', 'administrative-decision')),
  number text NOT NULL,
  issuer text NOT NULL,
  effective_from date NOT NULL,
  -- The last day on which it counts; null: until it is repaired.
  effective_until date,
  -- The day from which it counts no more, and the number of the decision that says so 信用修复.
  repaired_on date,
  repair_number text,
  state text NOT NULL CHECK (state IN ('EFFECTIVE', 'REPAIRED', 'WITHDRAWN')),
  reason text,
  entered_by text NOT NULL,
  known_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT adverse_document_version_key UNIQUE (series_id, version),
  CONSTRAINT adverse_document_days CHECK (effective_until IS NULL OR effective_from <= effective_until),
  CONSTRAINT adverse_document_repair CHECK ((state = 'REPAIRED') <= (repaired_on IS NOT NULL))
);
-- A document is entered once.
CREATE UNIQUE INDEX adverse_document_number ON adverse_document (park_id, uscc, number)
  WHERE superseded_at IS NULL AND state <> 'WITHDRAWN';
CREATE INDEX adverse_document_list ON adverse_document (park_id, uscc, id DESC);
