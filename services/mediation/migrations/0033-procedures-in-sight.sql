-- What came of the ways beside a case 其他程序, in its own row: what the parties can do next follows from it wherever the
-- case is shown, and costs no further reading.
ALTER TABLE dispute_case ADD COLUMN procedures jsonb;
UPDATE dispute_case c SET procedures = (
  SELECT jsonb_agg(jsonb_build_object('kind', t.kind, 'state', t.state, 'outcome', t.outcome) ORDER BY t.filed_on, t.id)
  FROM side_track t WHERE t.case_id = c.id AND t.park_id = c.park_id)
WHERE EXISTS (SELECT FROM side_track t WHERE t.case_id = c.id AND t.park_id = c.park_id);
