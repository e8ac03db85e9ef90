-- Until which day a draft can be agreed to: once the first day that it names is over, it is drawn up anew.
ALTER TABLE dispute_case ADD COLUMN draft_until date;
UPDATE dispute_case d
SET draft_until = coalesce(
  (SELECT min(i.due_on) FROM agreement_instalment i WHERE i.agreement_id = a.id AND i.revision = a.revision),
  a.perform_by
)
FROM agreement a
WHERE a.park_id = d.park_id AND a.case_id = d.id AND d.agreement_standing IN ('drafted', 'outdated');
