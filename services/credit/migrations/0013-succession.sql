-- A value without an end is ended by the next one of its source: which one, by its series. Null where the end was stated.
ALTER TABLE indicator_value ADD COLUMN succeeded_by uuid;
