-- What the authority did not accept 不予受理 ends no claim: like what was not transferred it stands in nobody's way, neither of
-- the accident nor of its case. Should the refusal be revoked, it stands again, or is told which one stands by now.
DROP INDEX injury_application_accident_id_key;
CREATE UNIQUE INDEX injury_application_accident_id_key ON injury_application (park_id, accident_id_index)
  WHERE state NOT IN ('NOT_TRANSFERRED', 'NOT_ACCEPTED');
DROP INDEX injury_application_accident_phone_key;
CREATE UNIQUE INDEX injury_application_accident_phone_key ON injury_application (park_id, accident_phone_index)
  WHERE state NOT IN ('NOT_TRANSFERRED', 'NOT_ACCEPTED');
DROP INDEX injury_application_case_key;
CREATE UNIQUE INDEX injury_application_case_key ON injury_application (park_id, case_id, party_id) NULLS NOT DISTINCT
  WHERE state NOT IN ('NOT_TRANSFERRED', 'NOT_ACCEPTED') AND case_id IS NOT NULL;
