-- Offline codes: tries of this device so far, the step of the newest one that was right, and how many steps its clock is
-- ahead.

ALTER TABLE devices ADD COLUMN offline_tries INTEGER NOT NULL DEFAULT 0;
-- Wrong ones since the user was last told.
ALTER TABLE devices ADD COLUMN offline_wrong INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN offline_step INTEGER;
ALTER TABLE devices ADD COLUMN offline_drift INTEGER NOT NULL DEFAULT 0;
