-- A kept answer is ciphertext of two to three kilobytes: it does not compress, and out of line it costs two more rows
-- and their index entries for one that is read only when a request is repeated.
alter table idempotency alter column body set storage external;
alter table idempotency set (toast_tuple_target = 8160);
