-- A person may put a dead letter away that cannot or need not be driven again.
alter table dead_letter add column dismissed_at timestamptz;
alter table dead_letter add column dismissed_by text;
create index dead_letter_waiting on dead_letter (died_at, event_id)
  where redriven_at is null and dismissed_at is null;

-- A period of a schedule that failed too often is ended without having been done.
alter table schedule_run add column given_up boolean not null default false;

-- Answers are forgotten by age: without an index every look for old ones would read the whole table.
create index idempotency_created on idempotency using brin (created_at) with (autosummarize = on);
