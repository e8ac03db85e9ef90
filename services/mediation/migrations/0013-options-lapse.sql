-- Options that ran out, and what still runs of cases at rest: their lights had turned red for good, so that nothing
-- looked at them any more. The sweep ends them now, with an entry in the ledger of each case.
UPDATE case_clock SET next_light_at = due_at
WHERE stopped_at IS NULL AND next_light_at IS NULL AND kind IN ('confirm', 'review');
UPDATE case_clock c SET next_light_at = d.registered_at
FROM dispute_case d
WHERE d.id = c.case_id AND d.state IN ('PERFORMED', 'ARCHIVED') AND c.stopped_at IS NULL AND c.kind <> 'instalment';
-- The term goes on until signatures and seal: that of an agreement still unsigned runs again.
UPDATE case_clock c SET stopped_at = NULL, on_time = NULL, next_light_at = d.registered_at
FROM dispute_case d
WHERE d.id = c.case_id AND d.state = 'AGREED' AND c.kind = 'mediate' AND c.stopped_at IS NOT NULL;
-- A breach that was made good 补救违约.
ALTER TABLE dispute_case ADD COLUMN cured_on date;
