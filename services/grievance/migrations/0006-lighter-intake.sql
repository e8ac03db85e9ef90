-- A clock is written by the one statement that writes its grievance, and no grievance is ever deleted: the foreign key
-- only looked up, and locked, the row of the same statement once more.
ALTER TABLE grievance_clock DROP CONSTRAINT grievance_clock_grievance_id_fkey;

-- A kept answer is ciphertext of two to three kilobytes: it does not compress, and out of line it costs two more rows
-- and their index entries for one that is read only when a request is repeated.
ALTER TABLE idempotency ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE idempotency SET (toast_tuple_target = 8160);
