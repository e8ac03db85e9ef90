-- What follows from scores, and beside them: banks and their products, credit lines, funds, technology contracts.
-- Amounts are in fen.

CREATE TABLE bank (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL COLLATE "C",
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('bank', 'branch', 'service-station', 'insurer')),
  -- Whom the bank's people speak for; null where it has no access of its own.
  org text,
  -- Code of the bank a branch or station belongs to.
  parent text,
  active boolean NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT bank_code_key UNIQUE (park_id, code)
);

CREATE TABLE product (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL COLLATE "C",
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('loan', 'export-insurance', 'guarantee')),
  -- What figures count it under, such as points, jingkedai, clean-energy.
  tags text[] NOT NULL,
  scheme text,
  eligibility jsonb NOT NULL,
  active boolean NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT product_code_key UNIQUE (park_id, code)
);

-- A credit line from its application on. What the bank decided is the bank's word; nothing of it is worked out here.
CREATE TABLE credit_line (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  number text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  state text NOT NULL
    CHECK (state IN ('APPLIED', 'REFERRED', 'APPROVED', 'DECLINED', 'WITHDRAWN', 'REPLACED', 'CLOSED', 'REVOKED')),
  uscc text NOT NULL COLLATE "C",
  bank text NOT NULL COLLATE "C",
  product text NOT NULL COLLATE "C",
  amount_asked bigint NOT NULL CHECK (amount_asked > 0),
  applied_on date NOT NULL,
  referred_on date,
  decided_on date,
  amount_approved bigint CHECK (amount_approved > 0),
  -- The limit it takes the place of, with the line where we hold it.
  amount_previous bigint,
  replaces uuid REFERENCES credit_line (id),
  starts_on date,
  ends_on date,
  guarantee text,
  -- Hundredths of a per cent a year.
  rate_bp integer,
  reason text,
  filed_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT credit_line_number_key UNIQUE (park_id, number),
  CONSTRAINT credit_line_days CHECK (starts_on <= ends_on)
);
-- One line takes the place of another once.
CREATE UNIQUE INDEX credit_line_replaces ON credit_line (replaces) WHERE state IN ('APPROVED', 'REPLACED', 'CLOSED');
CREATE INDEX credit_line_list ON credit_line (park_id, id DESC);
CREATE INDEX credit_line_uscc ON credit_line (park_id, uscc, id DESC);

-- What the bank reports of a line: never refused for being more than it may be, and flagged then.
CREATE TABLE line_report (
  id uuid PRIMARY KEY,
  line_id uuid NOT NULL REFERENCES credit_line (id),
  kind text NOT NULL CHECK (kind IN ('drawdown', 'repayment', 'overdue', 'settled-overdue')),
  amount bigint NOT NULL CHECK (amount > 0),
  on_day date NOT NULL,
  reference text,
  discrepancy text,
  reported_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX line_report_line ON line_report (line_id, on_day, id);

CREATE TABLE fund (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  code text NOT NULL COLLATE "C",
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  name text NOT NULL,
  manager text NOT NULL,
  filing_number text,
  committed bigint NOT NULL CHECK (committed > 0),
  paid_in bigint NOT NULL CHECK (paid_in >= 0),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT fund_code_key UNIQUE (park_id, code)
);

-- Investments of funds and what else happened to them; what was entered by mistake is struck out, and stays.
CREATE TABLE fund_investment (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  fund text NOT NULL COLLATE "C",
  target text NOT NULL,
  target_uscc text,
  amount bigint NOT NULL CHECK (amount > 0),
  round text,
  -- Per cent in hundredths.
  share_bp integer CHECK (share_bp BETWEEN 0 AND 10000),
  invested_on date NOT NULL,
  -- Landed in the park 返投.
  reinvestment boolean NOT NULL,
  valid boolean NOT NULL,
  note text,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX fund_investment_list ON fund_investment (park_id, id DESC);

CREATE TABLE fund_event (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  fund text NOT NULL COLLATE "C",
  kind text NOT NULL CHECK (kind IN
    ('filed', 'capital-call', 'capital-paid', 'registration-changed', 'head-office-moved', 'distribution', 'liquidated')),
  amount bigint,
  happened_on date NOT NULL,
  valid boolean NOT NULL,
  note text,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX fund_event_list ON fund_event (park_id, id DESC);

CREATE TABLE tech_contract (
  id uuid PRIMARY KEY,
  park_id text NOT NULL,
  version integer NOT NULL,
  ledger_hash text NOT NULL,
  -- As the registry of technology contracts gave it.
  number text NOT NULL COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('development', 'transfer', 'licence', 'consulting', 'service')),
  title text NOT NULL,
  seller text NOT NULL COLLATE "C",
  buyer text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  signed_on date NOT NULL,
  registered_on date NOT NULL,
  valid boolean NOT NULL,
  reason text,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT tech_contract_number_key UNIQUE (park_id, number)
);
CREATE INDEX tech_contract_list ON tech_contract (park_id, id DESC);
