-- What the applicant withdrew at the authority after the transfer 撤回终止 was decided by nobody: like a refusal to accept it
-- stands in nobody's way, neither of the accident nor of its case.
ALTER TABLE injury_application ADD COLUMN withdrawn_on date;
DROP INDEX injury_application_accident_id_key;
CREATE UNIQUE INDEX injury_application_accident_id_key ON injury_application (park_id, accident_id_index)
  WHERE state NOT IN ('NOT_TRANSFERRED', 'NOT_ACCEPTED', 'WITHDRAWN');
DROP INDEX injury_application_accident_phone_key;
CREATE UNIQUE INDEX injury_application_accident_phone_key ON injury_application (park_id, accident_phone_index)
  WHERE state NOT IN ('NOT_TRANSFERRED', 'NOT_ACCEPTED', 'WITHDRAWN');
DROP INDEX injury_application_case_key;
CREATE UNIQUE INDEX injury_application_case_key ON injury_application (park_id, case_id, party_id) NULLS NOT DISTINCT
  WHERE state NOT IN ('NOT_TRANSFERRED', 'NOT_ACCEPTED', 'WITHDRAWN') AND case_id IS NOT NULL;
