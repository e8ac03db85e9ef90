-- What is handed in after an application had to be handed over incomplete, and with which receipt it was passed on.
ALTER TABLE injury_application ADD COLUMN later jsonb NOT NULL DEFAULT '[]';
-- Of the people a case names as hurt each has an application: one for each party, of those that stand.
ALTER TABLE injury_application ADD COLUMN party_id uuid;
DROP INDEX injury_application_case_key;
CREATE UNIQUE INDEX injury_application_case_key ON injury_application (park_id, case_id, party_id) NULLS NOT DISTINCT
  WHERE state <> 'NOT_TRANSFERRED' AND case_id IS NOT NULL;
-- A second application of one accident, closed for the other one that goes on, and what that one was told of.
ALTER TABLE injury_application ADD COLUMN duplicate_of jsonb;
ALTER TABLE injury_application ADD COLUMN duplicates jsonb NOT NULL DEFAULT '[]';
CREATE INDEX injury_application_by_day ON injury_application (park_id, base_on);
