-- Typed in by the staff, for whoever came to them: what was so by mistake is closed by a second person. Of those before nobody
-- knows it any more.
ALTER TABLE injury_application ADD COLUMN entered_by_staff boolean NOT NULL DEFAULT false;
