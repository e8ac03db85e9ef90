-- A payment recorded by mistake is voided 作废更正 and stays; `paid` of its instalment no longer counts it.
ALTER TABLE instalment_payment
  ADD COLUMN voided_at timestamptz,
  ADD COLUMN voided_by text,
  -- Ciphertext: why.
  ADD COLUMN void_reason text,
  ADD CONSTRAINT instalment_payment_void CHECK ((voided_at IS NULL) = (voided_by IS NULL));
