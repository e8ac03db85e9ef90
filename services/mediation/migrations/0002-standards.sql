-- Standards of a place that the law refers to 标准, dated; of the narrowest region the one that began last counts.
-- `value` is in hundredths: fen a month, or hundredths of a day.
CREATE TABLE standard (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  kind text NOT NULL,
  region text NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  value bigint NOT NULL CHECK (value > 0),
  source text NOT NULL,
  official boolean NOT NULL,
  recorded_on date NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  CONSTRAINT standard_key UNIQUE (park_id, kind, region, valid_from),
  CONSTRAINT standard_dates CHECK (valid_until IS NULL OR valid_until >= valid_from)
);
