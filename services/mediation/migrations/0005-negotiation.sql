-- What passes between the sides and the mediators 协商: told in confidence, so every word and amount is ciphertext
-- under the case's key.

-- Offers and counter-offers 方案与还价. A confidential one is for the mediators alone until it is released.
CREATE TABLE offer (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  side text NOT NULL,
  party_id uuid NOT NULL,
  confidential boolean NOT NULL,
  -- Ciphertext: amount, terms.
  content text NOT NULL,
  status text NOT NULL,
  expires_at timestamptz,
  in_reply_to uuid,
  made_by text NOT NULL,
  at timestamptz NOT NULL,
  released_at timestamptz,
  closed_at timestamptz,
  -- The party that accepted or rejected it.
  answered_by uuid
);
CREATE INDEX offer_of ON offer (park_id, case_id, at, id);
-- A side has one open offer on the table and one with the mediators.
CREATE UNIQUE INDEX offer_open ON offer (park_id, case_id, side, confidential) WHERE status = 'open';

-- Private rooms 背对背: one side and the mediators of the case.
CREATE TABLE caucus_message (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  side text NOT NULL,
  -- The party that speaks; null where a mediator does.
  party_id uuid,
  author text NOT NULL,
  content text NOT NULL,
  -- Files with their hashes.
  files jsonb NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX caucus_message_of ON caucus_message (park_id, case_id, side, at, id);

-- Evidence 证据, held back until its side exchanges it.
CREATE TABLE evidence (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  side text NOT NULL,
  party_id uuid NOT NULL,
  file_id uuid NOT NULL,
  sha256 text NOT NULL,
  -- Ciphertext: title, purpose.
  content text NOT NULL,
  status text NOT NULL,
  sealed boolean NOT NULL,
  submitted_by text NOT NULL,
  at timestamptz NOT NULL,
  exchanged_at timestamptz,
  withdrawn_at timestamptz,
  CONSTRAINT evidence_file_key UNIQUE (park_id, file_id)
);
CREATE INDEX evidence_of ON evidence (park_id, case_id, at, id);

-- Sealing 封存 of a case, an item of evidence or a party's address; what is in force stands on the record itself too.
CREATE TABLE seal (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  what text NOT NULL,
  -- The item of evidence or the party; the case itself otherwise.
  ref uuid NOT NULL,
  -- Ciphertext: reason, reason of lifting.
  content text NOT NULL,
  sealed_by text NOT NULL,
  at timestamptz NOT NULL,
  lifted_by text,
  lifted_at timestamptz
);
CREATE INDEX seal_of ON seal (park_id, case_id, at, id);
CREATE UNIQUE INDEX seal_in_force ON seal (park_id, case_id, what, ref) WHERE lifted_at IS NULL;

-- Case files 卷宗 made for a named court or archive; `content` is the whole of it as ciphertext.
CREATE TABLE case_file (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  recipient_kind text NOT NULL,
  recipient text NOT NULL,
  legal_basis text NOT NULL,
  minutes boolean NOT NULL,
  sha256 text NOT NULL,
  content text NOT NULL,
  made_by text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX case_file_of ON case_file (park_id, case_id, at, id);

-- Separate consents to sensitive personal data 单独同意 (个人信息保护法 art. 29, 15); the last word of a party counts.
CREATE TABLE sensitive_consent (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  party_id uuid NOT NULL,
  scope text NOT NULL,
  given boolean NOT NULL,
  -- Version of the text the party agreed to.
  text_version text NOT NULL,
  recorded_by text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX sensitive_consent_of ON sensitive_consent (park_id, case_id, at, id);
