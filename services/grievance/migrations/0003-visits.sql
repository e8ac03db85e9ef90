-- What an import wrote last into a grievance: the same row again changes nothing, and a record that has moved on
-- since (`version` is no longer the grievance's) is not overwritten.
CREATE TABLE imported_grievance (
  grievance_id uuid PRIMARY KEY REFERENCES grievance (id),
  park_id text NOT NULL,
  content_hash text NOT NULL,
  version integer NOT NULL,
  import_id uuid NOT NULL
);

-- Patrol visits 走访: one without problems counts as well. The words are sealed in the ledger; here they are notes on
-- premises, not on people.
CREATE TABLE visit (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  number text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  enterprise_uscc text,
  enterprise_name text,
  officer_code text NOT NULL,
  grid_code text,
  visited_at timestamptz NOT NULL,
  occurred_at timestamptz,
  visited_on date NOT NULL,
  checklist jsonb NOT NULL,
  note text,
  problems integer NOT NULL,
  photos uuid[] NOT NULL,
  filed_by text NOT NULL,
  CONSTRAINT visit_number_key UNIQUE (park_id, number),
  CONSTRAINT visit_names_enterprise CHECK (enterprise_uscc IS NOT NULL OR enterprise_name IS NOT NULL)
);
CREATE INDEX visit_list ON visit (park_id, visited_at DESC, id DESC);
CREATE INDEX visit_by_enterprise ON visit (park_id, enterprise_uscc, visited_at DESC, id DESC) WHERE enterprise_uscc IS NOT NULL;
CREATE INDEX visit_by_officer ON visit (park_id, officer_code, visited_at DESC, id DESC);

-- What a visit found; `fixed` was put right on the spot 当场整改 and waits for its verification.
CREATE TABLE visit_problem (
  grievance_id uuid PRIMARY KEY REFERENCES grievance (id),
  visit_id uuid NOT NULL REFERENCES visit (id),
  park_id text NOT NULL,
  place integer NOT NULL,
  fixed boolean NOT NULL,
  photos_before uuid[] NOT NULL,
  photos_after uuid[] NOT NULL
);
CREATE INDEX visit_problem_by_visit ON visit_problem (visit_id, place);

-- A sample drawn to verify a whole batch 抽样核验: the batch as it was, those to be looked at, and how it ended.
CREATE TABLE verification_sample (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  seed text NOT NULL,
  visited_from date NOT NULL,
  visited_to date NOT NULL,
  batch uuid[] NOT NULL,
  sampled uuid[] NOT NULL,
  passed uuid[] NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('open', 'passed', 'failed')),
  drawn_by text NOT NULL,
  drawn_at timestamptz NOT NULL,
  decided_at timestamptz
);
