-- A grievance found to be a dispute and referred to mediation 转调解: when, with whose consent, and what mediation says.
ALTER TABLE grievance ADD COLUMN referral jsonb;
