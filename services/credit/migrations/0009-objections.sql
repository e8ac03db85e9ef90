-- Objections of enterprises to their score or to an input of it (个人信息保护法 art. 24: a decision made by a machine is
-- explained, and looked at by a person where it is contested).
CREATE TABLE objection (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  number text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  subject text NOT NULL CHECK (subject IN ('indicator-value', 'adverse-document', 'score')),
  -- The value or document; null where it is the score itself.
  subject_id uuid,
  grounds text NOT NULL,
  state text NOT NULL CHECK (state IN ('FILED', 'UPHELD', 'REJECTED', 'WITHDRAWN')),
  filed_by text NOT NULL,
  filed_on date NOT NULL,
  decided_by text,
  decided_on date,
  reason text,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT objection_number_key UNIQUE (park_id, number),
  CONSTRAINT objection_subject CHECK ((subject = 'score') = (subject_id IS NULL))
);
CREATE INDEX objection_list ON objection (park_id, uscc, id DESC);
-- What is contested is contested once at a time.
CREATE UNIQUE INDEX objection_open ON objection (park_id, uscc, subject, subject_id) NULLS NOT DISTINCT
  WHERE state = 'FILED';
