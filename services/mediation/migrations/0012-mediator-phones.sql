-- A mediator's own telephone as a keyed hash: tells who speaks for a party from a namesake.
ALTER TABLE mediator ADD COLUMN phone_index text;
