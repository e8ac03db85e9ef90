-- Who ever edited the text of a model: nobody who wrote any of it publishes it.
ALTER TABLE score_model ADD COLUMN editors text[] NOT NULL DEFAULT '{}';
UPDATE score_model SET editors = edited.by FROM (
  SELECT park_id, case_id, array_agg(DISTINCT actor) AS by FROM ledger
  WHERE case_kind = 'score-model' AND action = 'edited' GROUP BY park_id, case_id
) edited WHERE edited.park_id = score_model.park_id AND edited.case_id = score_model.id;
