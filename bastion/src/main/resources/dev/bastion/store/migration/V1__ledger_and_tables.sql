-- One schema for SQLite and PostgreSQL. Times are microseconds since 1970, UTC; lengths are seconds; lists are words
-- with a blank between.

-- The truth: each event is one leaf of an RFC 6962 tree, and each commit has a head signed by a key that is not here.
CREATE TABLE ledger_leaf (
    seq     BIGINT NOT NULL PRIMARY KEY,
    content BYTEA  NOT NULL,
    hash    BYTEA  NOT NULL
);

CREATE TABLE tree_head (
    size BIGINT NOT NULL PRIMARY KEY,
    note TEXT   NOT NULL
);

-- Accepted policies, whole; the ledger has their digests.
CREATE TABLE policy_text (
    digest TEXT NOT NULL PRIMARY KEY,
    text   TEXT NOT NULL
);

-- Written to find out whether the database takes anything at all.
CREATE TABLE write_probe (
    at BIGINT NOT NULL
);

-- The shadow: made from the leaves, and made again from them by bastion rebuild.
CREATE TABLE access_request (
    id              BIGINT NOT NULL PRIMARY KEY,
    person          TEXT   NOT NULL,
    targets         TEXT   NOT NULL,
    login           TEXT   NOT NULL,
    permits         TEXT   NOT NULL,
    length          BIGINT NOT NULL,
    reason          TEXT   NOT NULL,
    ticket          TEXT,
    rule            TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    lapses_at       BIGINT NOT NULL,
    extends_grant   BIGINT,
    state           TEXT   NOT NULL,
    grant_id        BIGINT,
    decided_at      BIGINT,
    decided_by      TEXT,
    decision_reason TEXT
);
CREATE INDEX access_request_state ON access_request (state, id);
CREATE INDEX access_request_person ON access_request (person, id);

CREATE TABLE approval (
    request BIGINT NOT NULL,
    person  TEXT   NOT NULL,
    -- how much of what is asked it agrees to, in seconds and by name; all of it where nothing is said
    length  BIGINT,
    targets TEXT   NOT NULL,
    note    TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (request, person)
);

CREATE TABLE access_grant (
    id            BIGINT  NOT NULL PRIMARY KEY,
    request       BIGINT  NOT NULL,
    person        TEXT    NOT NULL,
    targets       TEXT    NOT NULL,
    login         TEXT    NOT NULL,
    permits       TEXT    NOT NULL,
    rule          TEXT    NOT NULL,
    approvers     TEXT    NOT NULL,
    approved_at   BIGINT  NOT NULL,
    start_at      BIGINT,
    latest_start  BIGINT,
    length        BIGINT  NOT NULL,
    policy_digest TEXT    NOT NULL,
    extensions    INTEGER NOT NULL,
    break_glass   BIGINT,
    ended_at      BIGINT,
    ended_how     TEXT,
    ended_by      TEXT,
    ended_reason  TEXT,
    ended_late    INTEGER
);
CREATE INDEX access_grant_person ON access_grant (person, id);

CREATE TABLE grant_review (
    grant_id    BIGINT NOT NULL PRIMARY KEY,
    due_at      BIGINT NOT NULL,
    reviewers   TEXT   NOT NULL,
    opened_at   BIGINT NOT NULL,
    overdue_at  BIGINT,
    reviewed_at BIGINT,
    reviewed_by TEXT,
    verdict     TEXT,
    note        TEXT
);
CREATE INDEX grant_review_due ON grant_review (reviewed_at, due_at);

CREATE TABLE incident (
    id        BIGINT NOT NULL PRIMARY KEY,
    grant_id  BIGINT NOT NULL,
    opened_by TEXT   NOT NULL,
    note      TEXT   NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE INDEX incident_grant ON incident (grant_id);

CREATE TABLE certificate (
    serial          BIGINT NOT NULL PRIMARY KEY,
    person          TEXT   NOT NULL,
    key_fingerprint TEXT   NOT NULL,
    key_id          TEXT   NOT NULL,
    not_before      BIGINT NOT NULL,
    not_after       BIGINT NOT NULL,
    grants          TEXT   NOT NULL,
    authority       TEXT,
    -- who had it issued by hand
    issued_by       TEXT,
    signing_at      BIGINT NOT NULL,
    signed_at       BIGINT,
    revoked_at      BIGINT,
    revoked_by      TEXT,
    revoked_reason  TEXT
);
CREATE INDEX certificate_person ON certificate (person, serial);

CREATE TABLE host_certificate (
    serial          BIGINT NOT NULL PRIMARY KEY,
    target          TEXT   NOT NULL,
    names           TEXT   NOT NULL,
    key_fingerprint TEXT   NOT NULL,
    authority       TEXT   NOT NULL,
    key_id          TEXT   NOT NULL,
    not_before      BIGINT NOT NULL,
    not_after       BIGINT NOT NULL,
    issued_by       TEXT   NOT NULL,
    signing_at      BIGINT NOT NULL,
    signed_at       BIGINT,
    revoked_at      BIGINT,
    revoked_by      TEXT,
    revoked_reason  TEXT
);
CREATE INDEX host_certificate_target ON host_certificate (target, serial);

-- What was revoked by something else than a serial.
CREATE TABLE revocation (
    seq        BIGINT  NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    what       TEXT    NOT NULL,
    revoked_by TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    at         BIGINT  NOT NULL,
    late       INTEGER NOT NULL
);
CREATE INDEX revocation_what ON revocation (kind, what);

CREATE TABLE recorded_session (
    id               BIGINT NOT NULL PRIMARY KEY,
    grant_id         BIGINT NOT NULL,
    person           TEXT   NOT NULL,
    target           TEXT   NOT NULL,
    login            TEXT   NOT NULL,
    source           TEXT   NOT NULL,
    form             TEXT   NOT NULL,
    bastion          TEXT,
    opened_at        BIGINT NOT NULL,
    state            TEXT   NOT NULL,
    ended_at         BIGINT,
    cause            TEXT,
    seal             TEXT,
    unrecorded_bytes BIGINT,
    withheld_lines   INTEGER,
    masked           TEXT,
    late             INTEGER,
    killed_by        TEXT,
    killed_reason    TEXT
);
CREATE INDEX recorded_session_person ON recorded_session (person, opened_at);
CREATE INDEX recorded_session_target ON recorded_session (target, opened_at);
CREATE INDEX recorded_session_opened ON recorded_session (opened_at);

CREATE TABLE recording_read (
    seq     BIGINT NOT NULL PRIMARY KEY,
    session BIGINT NOT NULL,
    person  TEXT   NOT NULL,
    how     TEXT   NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX recording_read_session ON recording_read (session, seq);

-- Which bastion brings a notice to its receiver. No shadow of the ledger: what is lost here is told twice at worst.
-- Whoever is told, and since when, so that nobody is told of what was before them.
CREATE TABLE notice_receiver (
    receiver TEXT   NOT NULL PRIMARY KEY,
    since    BIGINT NOT NULL
);

CREATE TABLE notice_claim (
    what       TEXT   NOT NULL PRIMARY KEY,
    claimed_by TEXT   NOT NULL,
    claimed_at BIGINT NOT NULL,
    done_at    BIGINT
);
