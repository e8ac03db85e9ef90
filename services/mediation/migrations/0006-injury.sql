-- Applications for recognition of a work injury 工伤认定申请: a record of its own beside the case, with its own chain.
CREATE TABLE injury_application (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  number text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  state text NOT NULL,

  applicant_kind text NOT NULL,
  cause text NOT NULL,
  legal_head text,
  employer_uscc text,
  worker_subject text,
  applicant_subject text,
  -- Who stands in it: 's:' subject, 'e:' enterprise.
  members text[] NOT NULL,
  -- The day the limits of art. 17 run from; null until it is known.
  base_on date,
  delegated boolean NOT NULL,
  sensitive_consent boolean NOT NULL,
  -- Ciphertext under the application's own key: the persons, the injury.
  content text NOT NULL,

  materials jsonb NOT NULL,
  notices jsonb NOT NULL DEFAULT '[]',
  excluded jsonb NOT NULL DEFAULT '[]',
  extensions jsonb NOT NULL DEFAULT '[]',
  transfer jsonb,
  decisions jsonb NOT NULL DEFAULT '[]',
  not_transferred_reason text,
  conclusion text,

  case_id uuid,
  imported boolean NOT NULL DEFAULT false,
  filed_by text NOT NULL,

  due_at timestamptz,
  light text,

  applied_on date NOT NULL,
  received_on date NOT NULL,
  complete_on date,
  transferred_on date,
  accepted_on date,
  concluded_on date,
  moved_on date NOT NULL,
  received_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,

  CONSTRAINT injury_application_number_key UNIQUE (park_id, number),
  CONSTRAINT injury_application_case_key UNIQUE (park_id, case_id)
);
CREATE INDEX injury_application_list ON injury_application (park_id, received_at DESC, id DESC);
CREATE INDEX injury_application_by_member ON injury_application USING gin (members) WITH (fastupdate = off);
CREATE INDEX injury_application_by_filer ON injury_application (park_id, filed_by, received_at DESC, id DESC);

CREATE TABLE injury_clock (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL,
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
  on_time boolean,
  CONSTRAINT injury_clock_kind UNIQUE (application_id, kind)
);
CREATE INDEX injury_clock_next_light ON injury_clock (next_light_at) WHERE next_light_at IS NOT NULL;

-- What a park sets for itself, dated; the one that began last holds.
CREATE TABLE injury_setting (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  valid_from date NOT NULL,
  transfer_days integer NOT NULL CHECK (transfer_days BETWEEN 1 AND 60),
  near_days integer NOT NULL CHECK (near_days BETWEEN 0 AND 60),
  materials jsonb NOT NULL,
  source text NOT NULL,
  official boolean NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  CONSTRAINT injury_setting_key UNIQUE (park_id, valid_from)
);
