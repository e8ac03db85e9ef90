-- What is handed in after an application had to be handed over incomplete, and with which receipt it was passed on.
ALTER TABLE injury_application ADD COLUMN later jsonb NOT NULL DEFAULT '[]';
