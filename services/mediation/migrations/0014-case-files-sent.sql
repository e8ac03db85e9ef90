-- A case file with minutes is handed out once: the sending to its recipient.
ALTER TABLE case_file ADD COLUMN sent_at timestamptz;
ALTER TABLE case_file ADD COLUMN sent_by text;
