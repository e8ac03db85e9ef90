-- Equality beside ranges in one exclusion constraint; a trusted extension, so that the owner of a database may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Mediators of the park 调解员名册. Numbers of persons stand here as keyed hashes alone, to be compared and never read.
CREATE TABLE mediator (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  name text NOT NULL,
  -- The account the mediator signs in with.
  subject text NOT NULL,
  organisation_kind text NOT NULL,
  organisation_name text NOT NULL,
  kinds text[] NOT NULL,
  languages text[] NOT NULL,
  -- Empty: every category.
  categories text[] NOT NULL,
  grids text[] NOT NULL,
  -- The enterprise the mediator works for.
  employer text,
  citizen_index text,
  -- Hashes of citizen ids and phone numbers of relatives.
  relatives text[] NOT NULL,
  certified_from date NOT NULL,
  certified_until date,
  active boolean NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT mediator_code_key UNIQUE (park_id, code),
  CONSTRAINT mediator_subject_key UNIQUE (park_id, subject),
  CONSTRAINT mediator_dates CHECK (certified_until IS NULL OR certified_until >= certified_from)
);

-- Rooms 调解室.
CREATE TABLE room (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  name text NOT NULL,
  seats integer NOT NULL CHECK (seats > 0),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT room_code_key UNIQUE (park_id, code)
);

-- Who mediates a case, from being named to being removed; what was disclosed and objected is ciphertext in `content`.
CREATE TABLE case_mediator (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  mediator_id uuid NOT NULL,
  -- The party that chose the mediator (人民调解法 art. 19).
  chosen_by uuid,
  content text NOT NULL,
  -- Parties whose objection is not decided yet.
  objected_by uuid[] NOT NULL,
  named_by text NOT NULL,
  named_at timestamptz NOT NULL,
  removed_at timestamptz
);
CREATE INDEX case_mediator_of ON case_mediator (park_id, case_id, named_at, id);
CREATE UNIQUE INDEX case_mediator_once ON case_mediator (park_id, case_id, mediator_id) WHERE removed_at IS NULL;

-- Sessions 调解会议. One that is moved stays as it was and names the one that takes its place.
CREATE TABLE session (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  status text NOT NULL,
  room text,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  mediators uuid[] NOT NULL,
  -- Parties.
  invited uuid[] NOT NULL,
  -- Party and whether it came.
  attendance jsonb NOT NULL,
  -- Ciphertext: place, participants, reason.
  content text NOT NULL,
  -- Ciphertext, for the mediators of the case alone.
  minutes text,
  moved_from uuid,
  moved_to uuid,
  -- The bulk move it came from.
  move_ref text,
  planned_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  closed_at timestamptz,
  CONSTRAINT session_times CHECK (ends_at > starts_at)
);
CREATE INDEX session_of ON session (park_id, case_id, starts_at, id);
CREATE INDEX session_calendar ON session (park_id, starts_at, id);
CREATE INDEX session_by_move ON session (park_id, move_ref) WHERE move_ref IS NOT NULL;

-- What a session takes: one row for each mediator and for its room. Nobody and nothing is taken twice at a time.
CREATE TABLE session_booking (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  session_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('mediator', 'room')),
  key text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  taken boolean NOT NULL,
  CONSTRAINT session_booking_free EXCLUDE USING gist
    (park_id WITH =, kind WITH =, key WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (taken)
);
CREATE INDEX session_booking_of ON session_booking (session_id);

-- What parties and mediators are told 通知; the text is ciphertext under the case's key.
CREATE TABLE notice (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  session_id uuid,
  party_id uuid,
  mediator_id uuid,
  kind text NOT NULL,
  content text NOT NULL,
  created_at timestamptz NOT NULL,
  read_at timestamptz,
  CONSTRAINT notice_for_one CHECK (num_nonnulls(party_id, mediator_id) = 1)
);
CREATE INDEX notice_of ON notice (park_id, case_id, created_at, id);
