-- An item that was withdrawn holds its file no more: what came with the application may be brought again.
ALTER TABLE evidence DROP CONSTRAINT evidence_file_key;
CREATE UNIQUE INDEX evidence_file_key ON evidence (park_id, file_id) WHERE status <> 'withdrawn';
