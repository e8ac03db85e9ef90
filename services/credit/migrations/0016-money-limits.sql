-- The number an agency is filed under, and on a consent the one it was granted to. Agencies entered before have none yet.
ALTER TABLE bank ADD COLUMN filing_number text;
ALTER TABLE consent ADD COLUMN grantee_filing_number text;
