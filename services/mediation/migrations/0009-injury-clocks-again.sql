-- A decision that is revoked is made anew (工伤保险条例 art. 55): the limit of art. 20 then runs a second time.
ALTER TABLE injury_clock DROP CONSTRAINT injury_clock_kind;
CREATE UNIQUE INDEX injury_clock_running ON injury_clock (application_id, kind) WHERE stopped_at IS NULL;
CREATE INDEX injury_clock_of ON injury_clock (application_id);
