-- The risk-compensation pool as a double-entry ledger: what goes into one account comes out of another. In fen.

CREATE TABLE risk_pool (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL COLLATE "C",
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  name text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT risk_pool_code_key UNIQUE (park_id, code)
);

-- What stands on each account; the accounts of a pool add up to nothing, and the pool itself never falls below it.
CREATE TABLE risk_account (
  pool_id uuid NOT NULL REFERENCES risk_pool (id),
  account text NOT NULL CHECK (account IN ('pool', 'funders', 'losses', 'recovered')),
  balance bigint NOT NULL,
  PRIMARY KEY (pool_id, account),
  CONSTRAINT risk_pool_not_below_zero CHECK (account <> 'pool' OR balance >= 0)
);

CREATE TABLE risk_posting (
  id uuid PRIMARY KEY,
  pool_id uuid NOT NULL REFERENCES risk_pool (id),
  kind text NOT NULL CHECK (kind IN ('contribution', 'payout', 'recovery', 'reversal')),
  amount bigint NOT NULL CHECK (amount > 0),
  on_day date NOT NULL,
  -- The credit line whose loss is borne.
  line_id uuid REFERENCES credit_line (id),
  -- The posting that is taken back, once.
  reverses uuid REFERENCES risk_posting (id),
  note text,
  posted_by text NOT NULL,
  posted_at timestamptz NOT NULL,
  CONSTRAINT risk_posting_reverses_key UNIQUE (reverses),
  CONSTRAINT risk_posting_reversal CHECK ((kind = 'reversal') = (reverses IS NOT NULL))
);
CREATE INDEX risk_posting_list ON risk_posting (pool_id, id DESC);

CREATE TABLE risk_entry (
  posting_id uuid NOT NULL REFERENCES risk_posting (id),
  account text NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (posting_id, account)
);
