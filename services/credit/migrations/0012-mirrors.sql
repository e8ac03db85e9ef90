-- What other services announced of enterprises, each record in the newest version heard of: an older one that arrives
-- later changes nothing. Rows are kept of enterprises that are not entered here as well: they may be one day.

CREATE TABLE enterprise_title (
  park_id text NOT NULL,
  title_id uuid NOT NULL,
  uscc text NOT NULL COLLATE "C",
  code text NOT NULL COLLATE "C",
  name_zh text NOT NULL,
  name_en text NOT NULL,
  level text NOT NULL,
  from_day date NOT NULL,
  -- The last day in force; null: without end.
  until_day date,
  document text NOT NULL,
  -- The first day on which it is in force no more.
  revoked_on date,
  sequence bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (park_id, title_id)
);
CREATE INDEX enterprise_title_uscc ON enterprise_title (park_id, uscc);

-- Nothing of the person who holds it: what counts is how many the enterprise's people hold.
CREATE TABLE skill_certificate (
  park_id text NOT NULL,
  certificate_id uuid NOT NULL,
  -- The employer; null where the holder works for none of the park.
  uscc text COLLATE "C",
  level smallint NOT NULL,
  issued_on date NOT NULL,
  valid_until date,
  valid boolean NOT NULL,
  sequence bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (park_id, certificate_id)
);
CREATE INDEX skill_certificate_uscc ON skill_certificate (park_id, uscc);

CREATE TABLE project_milestone (
  park_id text NOT NULL,
  project_id uuid NOT NULL,
  milestone text NOT NULL,
  uscc text NOT NULL COLLATE "C",
  reached_on date NOT NULL,
  valid boolean NOT NULL,
  sequence bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (park_id, project_id, milestone)
);
CREATE INDEX project_milestone_uscc ON project_milestone (park_id, uscc);

-- One event moves as many values as there are days on which its count changes.
ALTER TABLE indicator_value DROP CONSTRAINT indicator_value_event_key;
