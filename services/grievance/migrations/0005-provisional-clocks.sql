-- Open clocks whose due date waits for the State Council's notice: few, and looked for again and again.
CREATE INDEX grievance_clock_provisional ON grievance_clock (grievance_id) WHERE provisional AND stopped_at IS NULL;
