-- A new case is invited, accepted, given a mediator within hours: its page has room for as many new versions as it has
-- cases, so that a move writes no index (HOT).
ALTER TABLE dispute_case SET (fillfactor = 50);
