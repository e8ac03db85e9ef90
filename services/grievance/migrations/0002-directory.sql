-- The directory 名录: what a grievance is about, where it is, and who answers for it. Every row has its own ledger.
CREATE TABLE category (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  parent_code text,
  unit_code text,
  enabled boolean NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  CONSTRAINT category_key UNIQUE (park_id, code)
);

CREATE TABLE unit (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  enabled boolean NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  CONSTRAINT unit_key UNIQUE (park_id, code)
);

-- Level 1 is the zone, 2 an area of it, 3 the enterprise grid; polygon is GeoJSON in WGS-84.
CREATE TABLE grid (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  level integer NOT NULL CHECK (level BETWEEN 1 AND 3),
  parent_code text,
  leader_code text,
  region_code text,
  polygon jsonb,
  enabled boolean NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  CONSTRAINT grid_key UNIQUE (park_id, code)
);

CREATE TABLE officer (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  subject text,
  grid_code text,
  unit_code text,
  active_from date NOT NULL,
  active_until date,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  CONSTRAINT officer_key UNIQUE (park_id, code)
);
CREATE INDEX officer_by_grid ON officer (park_id, grid_code, code);

-- Who serves which enterprise 包企联系, dated: the latest row that is in force on the day counts.
CREATE TABLE serving (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  uscc text NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  enterprise_name text,
  officer_code text,
  grid_code text,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  CONSTRAINT serving_key UNIQUE (park_id, uscc, valid_from),
  CONSTRAINT serving_names_someone CHECK (officer_code IS NOT NULL OR grid_code IS NOT NULL)
);

-- How long each step may take 时限配置, dated; the most particular profile in force on the day counts.
CREATE TABLE clock_profile (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  clock text NOT NULL,
  demand_type text,
  urgency text,
  complexity text,
  category_code text,
  limit_unit text NOT NULL,
  limit_amount double precision NOT NULL CHECK (limit_amount > 0),
  yellow_share double precision NOT NULL,
  orange_share double precision NOT NULL,
  article text NOT NULL,
  official boolean NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  CONSTRAINT clock_profile_key UNIQUE (park_id, code, valid_from),
  CONSTRAINT clock_profile_lights CHECK (0 < yellow_share AND yellow_share < orange_share AND orange_share < 1)
);
