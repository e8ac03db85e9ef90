-- Who has read a notice, and when: each account for itself. What was read before stays read for all, in notice.read_at,
-- of which nobody knows whose reading it was.
CREATE TABLE notice_reading (
  notice_id uuid NOT NULL,
  park_id text NOT NULL,
  reader text NOT NULL,
  read_as text NOT NULL,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (notice_id, reader)
);
