-- Until when a session may show the new list of one-time passwords that was made in it.

ALTER TABLE sessions ADD COLUMN list_until INTEGER;

-- The device that has confirmed the list, and when: if that device is removed soon, the list goes with it.
ALTER TABLE accounts ADD COLUMN list_by BLOB;
ALTER TABLE accounts ADD COLUMN list_at INTEGER;
