-- Whether the link was sent by SMS instead of shown: such a link lives longer.

ALTER TABLE pairings ADD COLUMN by_sms INTEGER NOT NULL DEFAULT 0;
