-- A listener that is away leaves its deliveries standing: with one index over all of them, each look for another
-- listener's went through them again. A delivery stands in one of the two, as it was sent already or not.
drop index outbox_due;
create index outbox_fresh on outbox (listener, due_at) where publishes = 0;
create index outbox_again on outbox (listener, due_at) where publishes > 0;
