-- Mediation agreements 调解协议, one of a case; a changed text is a new revision. What it says stands in `content`,
-- ciphertext under the case's key, together with the very document that is signed; former texts are in the ledger.
CREATE TABLE agreement (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  number text NOT NULL,
  revision integer NOT NULL,
  status text NOT NULL,
  content text NOT NULL,
  -- SHA-256 of the canonical text of this revision.
  text_hash text NOT NULL,
  amount_claimed bigint NOT NULL,
  amount_agreed bigint NOT NULL CHECK (amount_agreed >= 0),
  perform_by date NOT NULL,
  reminder_days integer NOT NULL,
  -- Parties that have confirmed this revision.
  confirmed_by uuid[] NOT NULL DEFAULT '{}',
  -- Ciphertext: the organisation, the number of its seal, the scan.
  seal text,
  sealed_on date,
  effective_on date,
  drafted_at timestamptz NOT NULL,
  CONSTRAINT agreement_case_key UNIQUE (park_id, case_id),
  CONSTRAINT agreement_number_key UNIQUE (park_id, number)
);

-- Who signed which text; a signature of a text that was changed afterwards is voided, never removed.
CREATE TABLE agreement_signature (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  revision integer NOT NULL,
  -- 'party' with the id of a party, 'mediator' with an account.
  signer_kind text NOT NULL,
  signer text NOT NULL,
  kind text NOT NULL,
  text_hash text NOT NULL,
  scan uuid,
  recorded_by text NOT NULL,
  signed_at timestamptz NOT NULL,
  voided_at timestamptz
);
CREATE INDEX agreement_signature_of ON agreement_signature (agreement_id);
CREATE UNIQUE INDEX agreement_signature_once ON agreement_signature (park_id, agreement_id, signer_kind, signer)
  WHERE voided_at IS NULL;

-- What is due when 分期履行; `paid` is the sum of its payments, fen.
CREATE TABLE agreement_instalment (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  revision integer NOT NULL,
  seq integer NOT NULL,
  due_on date NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  paid bigint NOT NULL DEFAULT 0 CHECK (paid >= 0 AND paid <= amount),
  payer uuid NOT NULL,
  payee uuid NOT NULL,
  settled_on date,
  on_time boolean,
  CONSTRAINT agreement_instalment_key UNIQUE (park_id, agreement_id, revision, seq)
);

CREATE TABLE instalment_payment (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  instalment_id uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  paid_on date NOT NULL,
  -- Ciphertext.
  note text,
  evidence uuid,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX instalment_payment_of ON instalment_payment (case_id);
