-- Open clocks beyond the published calendars, few at any time: counted again once the notice of the year is in.
CREATE INDEX case_clock_provisional ON case_clock (case_id) WHERE provisional AND stopped_at IS NULL;
CREATE INDEX injury_clock_provisional ON injury_clock (application_id) WHERE provisional AND stopped_at IS NULL;
