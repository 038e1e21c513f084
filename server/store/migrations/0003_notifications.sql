-- What users are told is a notification, in the tables too.

ALTER TABLE events RENAME TO notifications;
DROP INDEX events_of_account;
DROP INDEX events_by_age;
DROP INDEX events_to_send;
CREATE INDEX notifications_of_account ON notifications (account);
CREATE INDEX notifications_by_age ON notifications (at);
CREATE INDEX notifications_to_send ON notifications (send_at) WHERE sent_at IS NULL;
