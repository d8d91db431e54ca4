-- Times are milliseconds since 1970 UTC. `folded` is a name without regard to case. `status` is the
-- place in the sort order of `credenza_model::status::Status`, kept with the row so that a sorted
-- page is one walk along an index. `deleted` is null for what is not in Recently deleted.

CREATE TABLE variables (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    display_name TEXT NOT NULL,
    display_folded TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    kind INTEGER NOT NULL,
    text TEXT,
    place TEXT NOT NULL,
    store INTEGER,
    vault BLOB,
    subscription TEXT, resource_group TEXT, key_vault TEXT, secret TEXT, version TEXT,
    access INTEGER NOT NULL DEFAULT 0,
    cause INTEGER, cause_a TEXT, cause_b TEXT,
    checked INTEGER,
    expires INTEGER,
    certificate_subject TEXT, certificate_thumbprint TEXT, certificate_from INTEGER, certificate_until INTEGER,
    status INTEGER NOT NULL,
    used_by INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    deleted INTEGER
) STRICT;
CREATE UNIQUE INDEX variables_name ON variables (name_folded) WHERE deleted IS NULL;
CREATE INDEX variables_display ON variables (display_folded, row) WHERE deleted IS NULL;
CREATE INDEX variables_name_order ON variables (name_folded, row) WHERE deleted IS NULL;
CREATE INDEX variables_place ON variables (place, row) WHERE deleted IS NULL;
CREATE INDEX variables_used ON variables (used_by, row) WHERE deleted IS NULL;
CREATE INDEX variables_status ON variables (status, row) WHERE deleted IS NULL;
CREATE INDEX variables_changed ON variables (changed, row) WHERE deleted IS NULL;
CREATE INDEX variables_expires ON variables (status, expires) WHERE expires IS NOT NULL;
CREATE INDEX variables_vault ON variables (vault, secret) WHERE vault IS NOT NULL;
CREATE INDEX variables_deleted ON variables (deleted) WHERE deleted IS NOT NULL;

CREATE TABLE credentials (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    description TEXT NOT NULL,
    locations INTEGER NOT NULL CHECK (locations BETWEEN 1 AND 7),
    authentication INTEGER NOT NULL,
    user_name INTEGER REFERENCES variables (row),
    secret INTEGER NOT NULL REFERENCES variables (row),
    store INTEGER NOT NULL,
    place TEXT NOT NULL,
    status INTEGER NOT NULL,
    expires INTEGER,
    used_by INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    deleted INTEGER
) STRICT;
CREATE UNIQUE INDEX credentials_name ON credentials (folded) WHERE deleted IS NULL;
CREATE INDEX credentials_name_order ON credentials (folded, row) WHERE deleted IS NULL;
CREATE INDEX credentials_place ON credentials (place, row) WHERE deleted IS NULL;
CREATE INDEX credentials_used ON credentials (used_by, row) WHERE deleted IS NULL;
CREATE INDEX credentials_status ON credentials (status, row) WHERE deleted IS NULL;
CREATE INDEX credentials_changed ON credentials (changed, row) WHERE deleted IS NULL;
CREATE INDEX credentials_expires ON credentials (expires) WHERE expires IS NOT NULL;
CREATE INDEX credentials_secret ON credentials (secret);
CREATE INDEX credentials_user_name ON credentials (user_name) WHERE user_name IS NOT NULL;
CREATE INDEX credentials_deleted ON credentials (deleted) WHERE deleted IS NOT NULL;

CREATE TABLE connections (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    kind INTEGER NOT NULL,
    target TEXT NOT NULL,
    credential INTEGER REFERENCES credentials (row),
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    deleted INTEGER
) STRICT;
CREATE UNIQUE INDEX connections_name ON connections (folded) WHERE deleted IS NULL;
CREATE INDEX connections_name_order ON connections (folded, row) WHERE deleted IS NULL;
CREATE INDEX connections_target ON connections (target, row) WHERE deleted IS NULL;
CREATE INDEX connections_changed ON connections (changed, row) WHERE deleted IS NULL;
CREATE INDEX connections_credential ON connections (credential) WHERE credential IS NOT NULL;
CREATE INDEX connections_deleted ON connections (deleted) WHERE deleted IS NOT NULL;

CREATE TABLE vaults (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    sign_in INTEGER NOT NULL,
    tenant TEXT, client_id TEXT, authority_host TEXT, arm_url TEXT, ca_pem TEXT, token_file TEXT,
    subscription TEXT, resource_group TEXT, signed_in_as TEXT,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;

-- Sealed records. `digest` is the SHA-256 of the record: it binds the row of the owner, which is
-- changed in the same transaction, to exactly this revision.
CREATE TABLE sealed_values (
    owner BLOB NOT NULL PRIMARY KEY CHECK (length(owner) = 16),
    owner_kind INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    salt BLOB NOT NULL UNIQUE CHECK (length(salt) = 32),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    record BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES ('credentials', 0), ('variables', 0), ('connections', 0);

CREATE TRIGGER credentials_added AFTER INSERT ON credentials WHEN new.deleted IS NULL
BEGIN UPDATE counters SET value = value + 1 WHERE name = 'credentials'; END;
CREATE TRIGGER credentials_moved AFTER UPDATE OF deleted ON credentials WHEN (old.deleted IS NULL) <> (new.deleted IS NULL)
BEGIN UPDATE counters SET value = value + iif(new.deleted IS NULL, 1, -1) WHERE name = 'credentials'; END;
CREATE TRIGGER variables_added AFTER INSERT ON variables WHEN new.deleted IS NULL
BEGIN UPDATE counters SET value = value + 1 WHERE name = 'variables'; END;
CREATE TRIGGER variables_moved AFTER UPDATE OF deleted ON variables WHEN (old.deleted IS NULL) <> (new.deleted IS NULL)
BEGIN UPDATE counters SET value = value + iif(new.deleted IS NULL, 1, -1) WHERE name = 'variables'; END;
CREATE TRIGGER connections_added AFTER INSERT ON connections WHEN new.deleted IS NULL
BEGIN UPDATE counters SET value = value + 1 WHERE name = 'connections'; END;
CREATE TRIGGER connections_moved AFTER UPDATE OF deleted ON connections WHEN (old.deleted IS NULL) <> (new.deleted IS NULL)
BEGIN UPDATE counters SET value = value + iif(new.deleted IS NULL, 1, -1) WHERE name = 'connections'; END;

CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE drafts (form TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    workspace BLOB NOT NULL CHECK (length(workspace) = 16),
    person TEXT NOT NULL,
    mail TEXT,
    sealed BLOB NOT NULL,
    header_counter INTEGER NOT NULL
) STRICT;

-- Three and more characters are found by trigrams, one and two by the first letters of words.
-- Both tables keep no text of their own. A row is named by the negated row of its credential or
-- variable, so that the newest come first in the order that costs a search the least.
CREATE VIRTUAL TABLE credential_trigrams USING fts5 (text, content = '', contentless_delete = 1, detail = full, tokenize = 'trigram');
CREATE VIRTUAL TABLE credential_words USING fts5 (text, content = '', contentless_delete = 1, detail = none, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE variable_trigrams USING fts5 (text, content = '', contentless_delete = 1, detail = full, tokenize = 'trigram');
CREATE VIRTUAL TABLE variable_words USING fts5 (text, content = '', contentless_delete = 1, detail = none, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 0');
