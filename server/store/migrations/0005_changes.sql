-- A change of an account that waits for a confirmation, and what the session may do that has asked for it.

CREATE TABLE changes (
    confirmation BLOB NOT NULL PRIMARY KEY REFERENCES confirmations (id) ON DELETE CASCADE,
    session BLOB NOT NULL,
    -- What the change was counted by.
    throttle BLOB NOT NULL,
    -- The device to remove.
    device BLOB,
    -- When the session took it up: once.
    taken_at INTEGER
) STRICT;

-- Until when a signed-in user may pair another device.
ALTER TABLE sessions ADD COLUMN may_pair_until INTEGER;
