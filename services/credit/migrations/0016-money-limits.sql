-- The number an agency is filed under, and on a consent the one it was granted to. Agencies entered before have none yet.
ALTER TABLE bank ADD COLUMN filing_number text;
ALTER TABLE consent ADD COLUMN grantee_filing_number text;

-- What is paid into a fund is what its events say was paid; nobody types it beside them.
ALTER TABLE fund DROP COLUMN paid_in;
-- Who committed how much, amounts in yuan as text.
ALTER TABLE fund ADD COLUMN partners jsonb NOT NULL DEFAULT '[]';
-- What a reinvestment 返投 landed as, and its ratio in hundredths of a per cent.
ALTER TABLE fund_investment ADD COLUMN landing_project text;
ALTER TABLE fund_investment ADD COLUMN landing_ratio_bp integer CHECK (landing_ratio_bp >= 0);
