-- A confirmation apart from what it is for: who is asked, what for, until when, and how it ended. A login has one.

ALTER TABLE logins RENAME TO confirmations;
ALTER TABLE requests RENAME COLUMN login TO confirmation;
ALTER TABLE sessions RENAME COLUMN login TO confirmation;

CREATE TABLE logins (
    confirmation BLOB NOT NULL PRIMARY KEY REFERENCES confirmations (id) ON DELETE CASCADE,
    -- The browser, where the user has signed in with it before, and what the login was counted by.
    known BLOB,
    throttle BLOB NOT NULL,
    -- When the browser was signed in by it: once.
    taken_at INTEGER
) STRICT;
INSERT INTO logins (confirmation, known, throttle, taken_at) SELECT id, known, throttle, taken_at FROM confirmations;

-- JSON, as devices get it: what is confirmed.
ALTER TABLE confirmations ADD COLUMN subject TEXT NOT NULL DEFAULT '';
UPDATE confirmations SET subject = json_object(
    'kind', 'login',
    'browser', browser,
    'known', json(CASE WHEN known IS NULL THEN 'false' ELSE 'true' END),
    'place', json_object('address', address, 'name', place)
);
ALTER TABLE confirmations DROP COLUMN known;
ALTER TABLE confirmations DROP COLUMN throttle;
ALTER TABLE confirmations DROP COLUMN browser;
ALTER TABLE confirmations DROP COLUMN address;
ALTER TABLE confirmations DROP COLUMN place;
ALTER TABLE confirmations DROP COLUMN taken_at;

DROP INDEX logins_of_account;
DROP INDEX logins_by_age;
CREATE INDEX confirmations_of_account ON confirmations (account, expires_at);
CREATE INDEX confirmations_by_age ON confirmations (created_at);
