-- Mediation cases 调解案件. What parties said and who they are stands in `content`, ciphertext under the case's own key.
CREATE TABLE dispute_case (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  number text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  state text NOT NULL,

  category text NOT NULL,
  labour boolean NOT NULL,
  channel text NOT NULL,
  oral boolean NOT NULL DEFAULT false,
  organisation text NOT NULL,
  mode text,
  grid_code text,
  injury boolean NOT NULL DEFAULT false,
  workers integer NOT NULL,
  amount_claimed bigint NOT NULL,
  amount_agreed bigint,
  limitation_from date,

  -- Sides, codes and consents without names; who they are is in `content` under the same id.
  parties jsonb NOT NULL,
  -- Who stands in the case: 's:' subject, 'e:' enterprise, 'm:' subject of a mediator.
  members text[] NOT NULL,
  mediators uuid[] NOT NULL DEFAULT '{}',
  sealed boolean NOT NULL DEFAULT false,
  content text NOT NULL,

  agreement_form text,
  agreement_number text,
  outcome text,
  not_accepted_code text,
  archive_number text,
  extended boolean NOT NULL DEFAULT false,

  grievance_id uuid,
  injury_application jsonb,
  source text,
  external_ref text,
  extension jsonb NOT NULL DEFAULT '{}',
  imported boolean NOT NULL DEFAULT false,
  filed_by text NOT NULL,

  due_at timestamptz,
  light text,

  received_on date NOT NULL,
  registered_at timestamptz NOT NULL,
  accepted_at timestamptz,
  started_at timestamptz,
  agreed_at timestamptz,
  effective_on date,
  concluded_on date,
  performed_on date,
  breached_on date,
  archived_at timestamptz,
  recorded_at timestamptz NOT NULL,

  CONSTRAINT dispute_case_number_key UNIQUE (park_id, number),
  CONSTRAINT dispute_case_external_ref_key UNIQUE (park_id, source, external_ref),
  CONSTRAINT dispute_case_grievance_key UNIQUE (park_id, grievance_id),
  CONSTRAINT dispute_case_source_with_ref CHECK (external_ref IS NULL OR source IS NOT NULL)
) WITH (fillfactor = 70);
-- A park has some thousand cases: no index on what a case changes as it moves, so that a move touches none (HOT).
CREATE INDEX dispute_case_list ON dispute_case (park_id, registered_at DESC, id DESC);
CREATE INDEX dispute_case_by_member ON dispute_case USING gin (members) WITH (fastupdate = off);
CREATE INDEX dispute_case_by_filer ON dispute_case (park_id, filed_by, registered_at DESC, id DESC);

-- One row per clock; `deadline` holds all that moves the due date, so that it can say why it is due. `ref` is the
-- record the clock is about where it is not the case itself (an instalment, a side track).
CREATE TABLE case_clock (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  park_id text NOT NULL,
  kind text NOT NULL,
  ref uuid,
  article text NOT NULL,
  official boolean NOT NULL,
  calendar text NOT NULL,
  deadline jsonb NOT NULL,
  due_at timestamptz NOT NULL,
  provisional boolean NOT NULL,
  light text NOT NULL,
  next_light_at timestamptz,
  stopped_at timestamptz,
  on_time boolean
);
CREATE INDEX case_clock_of ON case_clock (case_id);
CREATE INDEX case_clock_next_light ON case_clock (next_light_at) WHERE next_light_at IS NOT NULL;

-- Who saw whose personal data in full, and when (个人信息保护法 art. 51, 54).
CREATE TABLE disclosure (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  actor text NOT NULL,
  at timestamptz NOT NULL,
  fields text[] NOT NULL
);
CREATE INDEX disclosure_by_case ON disclosure (case_id, at);
