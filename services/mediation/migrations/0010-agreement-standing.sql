-- What the next actions hang on: whether there is a draft that still fits the case, or something of it is still owed.
ALTER TABLE dispute_case ADD COLUMN agreement_standing text
  CHECK (agreement_standing IN ('drafted', 'outdated', 'owed', 'settled'));
UPDATE dispute_case d
SET agreement_standing = CASE
  WHEN a.status IN ('draft', 'confirmed') THEN 'drafted'
  WHEN a.status = 'effective' AND EXISTS (
    SELECT FROM agreement_instalment i
    WHERE i.agreement_id = a.id AND i.revision = a.revision AND i.settled_on IS NULL
  ) THEN 'owed'
  WHEN a.status = 'effective' THEN 'settled'
END
FROM agreement a
WHERE a.park_id = d.park_id AND a.case_id = d.id;
