-- Times are milliseconds since 1970-01-01T00:00:00Z. Identities and hashes are raw bytes.

CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    username TEXT NOT NULL,
    -- The username in lower case: two that differ only in case are one.
    username_key TEXT NOT NULL UNIQUE,
    tenant TEXT,
    -- Argon2id in PHC form.
    password TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE one_time_passwords (
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    -- HMAC with a key that is not in the database.
    hash BLOB NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (account, number)
) STRICT;

CREATE TABLE throttles (
    -- HMAC of what is throttled: no address or username is kept here.
    id BLOB NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL,
    -- Up to when one after the other of them was forgiven.
    forgiven_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    forget_at INTEGER NOT NULL
) STRICT;
CREATE INDEX throttles_by_age ON throttles (forget_at);

CREATE TABLE sessions (
    -- HMAC of what the cookie holds, with a key that is not in the database.
    id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    stage TEXT NOT NULL CHECK (stage IN ('identified', 'password', 'signed-in')),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    login BLOB,
    pairing BLOB,
    by_device BLOB,
    by_number INTEGER
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account);
CREATE INDEX sessions_by_age ON sessions (created_at);

CREATE TABLE browsers (
    -- HMAC of what the cookie holds: another after each login.
    id BLOB NOT NULL,
    -- What it is counted and reported by: it stays.
    mark BLOB NOT NULL,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- What it is, such as "Firefox on Linux".
    name TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    -- When the user last said that a login in it was not theirs.
    reported_at INTEGER,
    PRIMARY KEY (id, account)
) STRICT;
CREATE INDEX browsers_of_account ON browsers (account);
CREATE INDEX browsers_by_age ON browsers (seen_at);

CREATE TABLE devices (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'disconnected', 'frozen', 'locked', 'pairing', 'refused')),
    -- A public key in SEC 1 form, 65 bytes.
    possession BLOB NOT NULL UNIQUE,
    -- The thumbprint of the service key that the device has pinned.
    pinned BLOB NOT NULL,
    -- JSON: the algorithms, endpoints, kinds of requests, languages and wordings that it knows.
    knows TEXT NOT NULL,
    -- Of the comparison code: what the claim has committed to, and the share that was revealed.
    commitment BLOB NOT NULL,
    share BLOB,
    -- Sealed: the public keys of its factors, and its own for offline codes.
    factors BLOB,
    -- Wrong factors in a row, and whether the user was warned; those not told of, and since when.
    tries_run INTEGER NOT NULL DEFAULT 0,
    tries_warned INTEGER NOT NULL DEFAULT 0,
    tries_untold INTEGER NOT NULL DEFAULT 0,
    tries_untold_since INTEGER,
    -- The newest call that changes something: number, hashes of content and identity, what it was answered (JSON), when
    -- it was taken.
    act_seq INTEGER NOT NULL DEFAULT 0,
    -- The first number after the newest gap: numbers before it may have been taken by nobody known here.
    act_since INTEGER NOT NULL DEFAULT 0,
    act_hash BLOB,
    act_id_hash BLOB,
    act_result TEXT,
    act_at INTEGER NOT NULL DEFAULT 0,
    -- The run of the app, and the newest wait in it.
    run INTEGER NOT NULL DEFAULT 0,
    run_at INTEGER NOT NULL DEFAULT 0,
    run_hash BLOB,
    wait_seq INTEGER NOT NULL DEFAULT 0,
    wait_id BLOB,
    wait_at INTEGER NOT NULL DEFAULT 0,
    claimed_at INTEGER NOT NULL,
    active_at INTEGER,
    used_at INTEGER,
    -- When it came into a state that it does not leave again.
    ended_at INTEGER
) STRICT;
CREATE INDEX devices_of_account ON devices (account);
CREATE INDEX devices_unfinished ON devices (claimed_at) WHERE active_at IS NULL;
CREATE INDEX devices_by_end ON devices (ended_at) WHERE ended_at IS NOT NULL;

-- Wrong factors, by the number of the call: too many within some weeks lock the device.
CREATE TABLE failures (
    device BLOB NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT;
CREATE INDEX failures_by_age ON failures (at);

-- Calls that were overtaken on the way: their number, and when an act with a higher one was taken.
CREATE TABLE overtakings (
    device BLOB NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    act INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (device, act)
) STRICT;

CREATE TABLE pairings (
    id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    -- Replaced by a newer link.
    ended_at INTEGER,
    device BLOB UNIQUE REFERENCES devices (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX pairings_of_account ON pairings (account);
CREATE INDEX pairings_by_age ON pairings (expires_at);

CREATE TABLE nonces (
    nonce BLOB NOT NULL PRIMARY KEY,
    forget_at INTEGER NOT NULL
) STRICT;
CREATE INDEX nonces_by_age ON nonces (forget_at);

CREATE TABLE logins (
    id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    digits INTEGER NOT NULL,
    -- The browser, where the user has signed in with it before, and what the login was counted by.
    known BLOB,
    throttle BLOB NOT NULL,
    browser TEXT NOT NULL,
    address TEXT NOT NULL,
    place TEXT,
    outcome TEXT NOT NULL DEFAULT 'pending' CHECK (outcome IN (
        'cancelled', 'confirmed', 'declined', 'digits-wrong', 'locked', 'not-me', 'pending', 'superseded')),
    -- When it ended, where that was before its time.
    ended_at INTEGER,
    decided_by BLOB,
    -- When the browser was signed in by it: once.
    taken_at INTEGER
) STRICT;
CREATE INDEX logins_of_account ON logins (account, expires_at);
CREATE INDEX logins_by_age ON logins (created_at);

CREATE TABLE requests (
    id BLOB NOT NULL PRIMARY KEY,
    login BLOB NOT NULL REFERENCES logins (id) ON DELETE CASCADE,
    device BLOB NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    -- The login's: nothing of a request is of interest long after it.
    expires_at INTEGER NOT NULL,
    -- Written when it is first delivered, and never changed: decisions carry its hash.
    jws TEXT,
    -- When it ended for this device alone, and when the device said that it cannot show it.
    ended_at INTEGER,
    unshown_at INTEGER,
    UNIQUE (login, device)
) STRICT;
CREATE INDEX requests_of_device ON requests (device, expires_at);

CREATE TABLE decisions (
    -- Kept longer than the request and the device.
    request BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    device BLOB NOT NULL,
    at INTEGER NOT NULL,
    -- The device's whole call with both signatures, sealed; and the service's receipt for it.
    call BLOB NOT NULL,
    receipt TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_of_account ON decisions (account);
CREATE INDEX decisions_by_age ON decisions (at);

-- What the user is told about: written in the same transaction as what happened, sent afterwards.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    at INTEGER NOT NULL,
    sent_at INTEGER,
    -- How often sending was begun, and when it is next: whoever sends puts that off first.
    tries INTEGER NOT NULL DEFAULT 0,
    send_at INTEGER NOT NULL
) STRICT;
CREATE INDEX events_of_account ON events (account);
CREATE INDEX events_by_age ON events (at);
CREATE INDEX events_to_send ON events (send_at) WHERE sent_at IS NULL;
