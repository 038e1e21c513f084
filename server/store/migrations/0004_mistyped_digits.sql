-- One wrong number of digits is forgiven: whether that has happened.

ALTER TABLE confirmations ADD COLUMN mistyped INTEGER NOT NULL DEFAULT 0;
