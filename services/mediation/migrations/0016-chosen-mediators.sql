-- A mediator may have been chosen by more than one party (人民调解法 art. 19): those that chose, none where the window named.
ALTER TABLE case_mediator ALTER COLUMN chosen_by TYPE uuid[]
  USING CASE WHEN chosen_by IS NULL THEN '{}'::uuid[] ELSE ARRAY[chosen_by] END;
ALTER TABLE case_mediator ALTER COLUMN chosen_by SET NOT NULL;
