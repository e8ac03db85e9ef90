-- Ways beside the mediation 其他程序: arbitration, court, payment order, judicial confirmation, review, legal aid, inspection.
CREATE TABLE side_track (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  outcome text,
  -- Ciphertext under the case's key: authority, its number, notes.
  content text NOT NULL,
  filed_on date NOT NULL,
  accepted_on date,
  decided_on date,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX side_track_of ON side_track (case_id);
-- One of a kind is under way at a time; a new one may follow one that ended.
CREATE UNIQUE INDEX side_track_open ON side_track (park_id, case_id, kind) WHERE state IN ('FILED', 'ACCEPTED');
