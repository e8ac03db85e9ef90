-- The number under which a source filed points to the person at that source: an erased record keeps a keyed hash of it, by
-- which the same number is known again, and no more. Rows of earlier releases get theirs when they are erased.
ALTER TABLE dispute_case ADD COLUMN external_ref_index text;
CREATE UNIQUE INDEX dispute_case_external_ref_index_key ON dispute_case (park_id, source, external_ref_index)
  WHERE external_ref_index IS NOT NULL;
ALTER TABLE imported_record
  ALTER COLUMN external_ref DROP NOT NULL,
  ADD COLUMN external_ref_index text;
CREATE UNIQUE INDEX imported_record_index_key ON imported_record (park_id, kind, source, external_ref_index)
  WHERE external_ref_index IS NOT NULL;
