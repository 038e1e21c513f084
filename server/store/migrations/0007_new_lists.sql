-- Until when a session may show the new list of one-time passwords that was made in it.

ALTER TABLE sessions ADD COLUMN list_until INTEGER;
