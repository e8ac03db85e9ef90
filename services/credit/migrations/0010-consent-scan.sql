-- The scan of the signed authorisation of a consent.
ALTER TABLE consent ADD COLUMN scan uuid;
