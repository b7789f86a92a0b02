-- Every key begins with the building: a building is the shard. The SQL is what SQLite, PostgreSQL, Citus and CockroachDB
-- have in common: texts, 64-bit integers, primary keys, plain indexes, ON CONFLICT on a primary key.

-- The row that a change locks, and that counts the changes.
CREATE TABLE buildings (
    building TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (building)
);

-- A record of the building's document, in the document's own JSON; none when it was removed.
CREATE TABLE records (
    building TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    place BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    body TEXT,
    PRIMARY KEY (building, kind, id)
);
CREATE INDEX records_by_revision ON records (building, revision);

-- Who changed what, when, before and after.
CREATE TABLE audit (
    building TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    before_it TEXT,
    after_it TEXT,
    PRIMARY KEY (building, id)
);

-- What happened and is no record of the document: checks of plates, what consoles sent.
CREATE TABLE events (
    building TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    place TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    outcome TEXT NOT NULL,
    conflict BIGINT NOT NULL,
    body TEXT,
    PRIMARY KEY (building, kind, id)
);
CREATE INDEX events_by_place ON events (building, kind, place);

-- Who may sign in. Owners are of no building; theirs is '*'.
CREATE TABLE accounts (
    building TEXT NOT NULL,
    id TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    resident TEXT,
    password TEXT,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (building, id)
);
CREATE UNIQUE INDEX accounts_by_email ON accounts (building, email);

-- One-time links to choose a password, by the digest of their secret.
CREATE TABLE links (
    building TEXT NOT NULL,
    secret TEXT NOT NULL,
    account TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (building, secret)
);

-- Who is signed in, by the digest of the cookie's secret.
CREATE TABLE sessions (
    building TEXT NOT NULL,
    secret TEXT NOT NULL,
    account TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (building, secret)
);

-- What was answered to a request with an idempotency key.
CREATE TABLE replies (
    building TEXT NOT NULL,
    actor TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request TEXT NOT NULL,
    status BIGINT NOT NULL,
    location TEXT,
    etag TEXT,
    body TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (building, actor, idempotency_key)
);

-- Consoles at the doors, by the digest of their key.
CREATE TABLE consoles (
    building TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (building, id)
);

-- What the newest image of a building was written from. Its bytes are made again from that, always the same.
CREATE TABLE images (
    building TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    first_day TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (building)
);
