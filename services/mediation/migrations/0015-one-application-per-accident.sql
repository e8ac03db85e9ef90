-- The worker with the cause and the day as keyed hashes, once by the identity document and once by name and telephone:
-- of one accident there is one application, unless those before it were not transferred.
ALTER TABLE injury_application ADD COLUMN accident_id_index text;
ALTER TABLE injury_application ADD COLUMN accident_phone_index text;
CREATE UNIQUE INDEX injury_application_accident_id_key ON injury_application (park_id, accident_id_index)
  WHERE state <> 'NOT_TRANSFERRED';
CREATE UNIQUE INDEX injury_application_accident_phone_key ON injury_application (park_id, accident_phone_index)
  WHERE state <> 'NOT_TRANSFERRED';
