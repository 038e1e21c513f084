-- Where a user can be reached: an e-mail address, and a phone number in E.164 form.

ALTER TABLE accounts ADD COLUMN email TEXT;
ALTER TABLE accounts ADD COLUMN phone TEXT;
