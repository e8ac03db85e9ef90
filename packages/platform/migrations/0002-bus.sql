-- Why a delivery was put aside, for people and for the metric.
alter table dead_letter add column reason text not null default 'failed'
  check (reason in ('failed', 'forged', 'malformed', 'unknown-type', 'bad-payload', 'too-old'));

-- Deliveries come and go quickly: vacuum by count, not by share.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, fillfactor = 80);

create index schedule_run_started on schedule_run (started_at);

-- A run whose process was killed is taken up by another once its lease is over.
alter table schedule_run add column lease_until timestamptz not null default now();
alter table schedule_run add column attempts integer not null default 1;
create index schedule_run_open on schedule_run (name, lease_until) where finished_at is null;
