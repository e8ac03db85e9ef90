-- The register of grievances 诉求台账. Personal fields hold ciphertext under the record's own key.
CREATE TABLE grievance (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  number text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  state text NOT NULL,
  cycle integer NOT NULL DEFAULT 1,

  origin text NOT NULL,
  channel text NOT NULL,
  demand_type text NOT NULL,
  urgency text NOT NULL,
  complexity text NOT NULL,
  confidentiality text NOT NULL,
  category_code text,
  title text NOT NULL,
  body_text text NOT NULL,
  occurred_at timestamptz,

  place_text text,
  region_code text,
  place_system text,
  place_lon double precision,
  place_lat double precision,
  wgs_lon double precision,
  wgs_lat double precision,

  enterprise_uscc text,
  enterprise_name text,

  reporter_anonymous boolean NOT NULL DEFAULT false,
  reporter_callback_consent boolean NOT NULL DEFAULT false,
  reporter_name text,
  reporter_phone text,
  reporter_id_type text,
  reporter_id_number text,
  reporter_address text,
  reporter_phone_index text,
  reporter_id_index text,
  lawful_basis text NOT NULL,
  privacy_notice text,

  source text,
  external_ref text,
  extension jsonb NOT NULL DEFAULT '{}',
  imported boolean NOT NULL DEFAULT false,
  filed_by text NOT NULL,
  attachments uuid[] NOT NULL DEFAULT '{}',
  duplicate_of uuid,

  unit_code text,
  co_units text[] NOT NULL DEFAULT '{}',
  grid_code text,
  officer_code text,
  routed_by text,
  unrouted_reason text,

  measure text,
  progress text,
  result_text text,
  resolution text,
  decline_code text,
  decline_note text,
  callback jsonb,
  evidence uuid[] NOT NULL DEFAULT '{}',
  evidence_documents text[] NOT NULL DEFAULT '{}',
  evidence_note text,
  verified_by text,
  handlers text[] NOT NULL DEFAULT '{}',

  extension_request jsonb,
  suspended_since timestamptz,
  escalation_level integer NOT NULL DEFAULT 0,
  supervision_level integer NOT NULL DEFAULT 0,
  hotline_due_at timestamptz,
  hotline_pending text,

  due_at timestamptz,
  light text,

  registered_at timestamptz NOT NULL,
  accepted_at timestamptz,
  declined_at timestamptz,
  dispatched_at timestamptz,
  signed_at timestamptz,
  contacted_at timestamptz,
  replied_at timestamptz,
  closed_at timestamptz,
  written_off_at timestamptz,
  archived_at timestamptz,
  recorded_at timestamptz NOT NULL,

  CONSTRAINT grievance_number_key UNIQUE (park_id, number),
  CONSTRAINT grievance_external_ref_key UNIQUE (park_id, source, external_ref),
  CONSTRAINT grievance_extension_is_object CHECK (jsonb_typeof(extension) = 'object'),
  CONSTRAINT grievance_source_with_ref CHECK (external_ref IS NULL OR source IS NOT NULL),
  CONSTRAINT grievance_anonymous_without_id CHECK (NOT reporter_anonymous OR reporter_id_number IS NULL)
);

-- Lists run newest first; each filter that is a list of its own has its own order.
CREATE INDEX grievance_list ON grievance (park_id, registered_at DESC, id DESC);
CREATE INDEX grievance_by_state ON grievance (park_id, state, registered_at DESC, id DESC);
CREATE INDEX grievance_by_unit ON grievance (park_id, unit_code, registered_at DESC, id DESC) WHERE unit_code IS NOT NULL;
CREATE INDEX grievance_by_grid ON grievance (park_id, grid_code, registered_at DESC, id DESC) WHERE grid_code IS NOT NULL;
CREATE INDEX grievance_by_officer ON grievance (park_id, officer_code, registered_at DESC, id DESC) WHERE officer_code IS NOT NULL;
CREATE INDEX grievance_by_enterprise ON grievance (park_id, enterprise_uscc, registered_at DESC, id DESC) WHERE enterprise_uscc IS NOT NULL;
CREATE INDEX grievance_by_filer ON grievance (park_id, filed_by, registered_at DESC, id DESC);
CREATE INDEX grievance_unrouted ON grievance (park_id, registered_at DESC, id DESC) WHERE unrouted_reason IS NOT NULL;
CREATE INDEX grievance_by_phone ON grievance (park_id, reporter_phone_index) WHERE reporter_phone_index IS NOT NULL;
CREATE INDEX grievance_by_id_number ON grievance (park_id, reporter_id_index) WHERE reporter_id_index IS NOT NULL;

-- One row per clock and cycle; `deadline` holds all that moves the due date, so that it can say why it is due.
CREATE TABLE grievance_clock (
  grievance_id uuid NOT NULL REFERENCES grievance (id),
  park_id text NOT NULL,
  cycle integer NOT NULL,
  kind text NOT NULL,
  profile text NOT NULL,
  article text NOT NULL,
  official boolean NOT NULL,
  calendar text NOT NULL,
  deadline jsonb NOT NULL,
  yellow_share double precision NOT NULL,
  orange_share double precision NOT NULL,
  cap_at timestamptz,
  governed_by text NOT NULL,
  started_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  provisional boolean NOT NULL,
  light text NOT NULL,
  next_light_at timestamptz,
  stopped_at timestamptz,
  on_time boolean,
  PRIMARY KEY (grievance_id, cycle, kind)
);
CREATE INDEX grievance_clock_next_light ON grievance_clock (next_light_at) WHERE next_light_at IS NOT NULL;

-- Who saw whose personal data in full, and when (个人信息保护法 art. 51, 54).
CREATE TABLE disclosure (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  grievance_id uuid NOT NULL,
  actor text NOT NULL,
  at timestamptz NOT NULL,
  fields text[] NOT NULL
);
CREATE INDEX disclosure_by_grievance ON disclosure (grievance_id, at);
