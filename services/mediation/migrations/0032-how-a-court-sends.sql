-- How a court sent a dispute: before the suit was filed 委派, or after it 委托, by ordinary or summary procedure. Null of what
-- came otherwise, and of what a court sent before it could say.
ALTER TABLE dispute_case
  ADD COLUMN delegation text CHECK (delegation IN ('before-filing', 'after-filing', 'after-filing-summary'));
