-- Who may see an enterprise's score: its own authorisations, how the park hands scores on, and who looked.

CREATE TABLE consent (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  -- Code of the bank, insurer or agency that may read.
  grantee text NOT NULL COLLATE "C",
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  purpose text NOT NULL,
  valid_until date NOT NULL,
  -- The signed authorisation as it is filed, and the legal representative's own consent to personal data, if any.
  document text,
  representative_consent_on date,
  granted_by text NOT NULL,
  granted_at timestamptz NOT NULL,
  revoked_at timestamptz,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX consent_list ON consent (park_id, uscc, id DESC);
CREATE INDEX consent_grantee ON consent (park_id, grantee, uscc) WHERE revoked_at IS NULL;

-- How scores leave the park; the newest row of a park counts.
CREATE TABLE delivery (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('own-passport', 'agency', 'direct')),
  review_document text,
  reviewed_by text,
  reviewed_on date,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT delivery_park_key UNIQUE (park_id),
  CONSTRAINT delivery_review CHECK (mode <> 'direct'
    OR (review_document IS NOT NULL AND reviewed_by IS NOT NULL AND reviewed_on IS NOT NULL))
);

-- Every reading of a portrait, also those that were refused.
CREATE TABLE portrait_read (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  reader text NOT NULL,
  grantee text,
  purpose text NOT NULL,
  -- 'given', or the code of the refusal.
  outcome text NOT NULL,
  consent_id uuid REFERENCES consent (id),
  read_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX portrait_read_list ON portrait_read (park_id, uscc, id DESC);

ALTER TABLE bank DROP CONSTRAINT bank_kind_check;
ALTER TABLE bank ADD CONSTRAINT bank_kind_check
  CHECK (kind IN ('bank', 'branch', 'service-station', 'insurer', 'agency'));
