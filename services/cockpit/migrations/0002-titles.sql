-- Titles of enterprises: who was granted what, for which term, by which document.
create extension if not exists btree_gist;

create table title (
  id uuid not null,
  park_id text not null,
  version integer not null,
  ledger_hash text not null,
  uscc text collate "C" not null,
  title_code text collate "C" not null,
  -- As the catalogue had it at the grant: a title stays what it was called when the catalogue moves on.
  name_zh text not null,
  name_en text not null,
  level text not null,
  rule_version text not null,
  from_day date not null,
  -- The last day in force; null: without end.
  until_day date,
  document text not null,
  batch text,
  state text not null,
  -- The first day on which it is in force no more.
  revoked_on date,
  revoke_reason text,
  revoke_document text,
  recorded_at timestamptz not null,
  constraint title_pkey primary key (id),
  constraint title_level check (level in ('NATIONAL', 'PROVINCE', 'CITY', 'PARK')),
  constraint title_state check (state in ('GRANTED', 'REVOKED')),
  constraint title_term check (until_day is null or until_day >= from_day),
  constraint title_revocation check (
    (state = 'REVOKED') = (revoked_on is not null) and (revoked_on is null or revoked_on >= from_day)
  ),
  -- An enterprise holds a title once at a time; what was revoked on its first day was never in force and takes no days.
  constraint title_no_overlap exclude using gist (
    park_id with =, uscc with =, title_code with =,
    daterange(from_day, least(until_day + 1, revoked_on), '[)') with &&
  )
);

create index title_list on title (park_id, id desc);
create index title_of_enterprise on title (park_id, uscc, id desc);
