-- An application that was not transferred, withdrawn or not, stands in nobody's way: neither in that of another one of its case.
ALTER TABLE injury_application DROP CONSTRAINT injury_application_case_key;
CREATE UNIQUE INDEX injury_application_case_key ON injury_application (park_id, case_id)
  WHERE state <> 'NOT_TRANSFERRED';
CREATE INDEX injury_application_of_case ON injury_application (park_id, case_id) WHERE case_id IS NOT NULL;
