-- How many working days an applicant has for what the one notice asks for; what a park had set before says nothing of it.
ALTER TABLE injury_setting ADD COLUMN supply_days integer NOT NULL DEFAULT 15;
