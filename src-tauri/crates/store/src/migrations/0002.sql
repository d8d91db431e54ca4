-- Sources and what was found in them. A reference keeps what it names in the form in which names
-- are compared, so that a name is joined with whatever has it at the time of the question.

CREATE TABLE sources (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    git INTEGER NOT NULL,
    ignore TEXT NOT NULL,
    watched INTEGER NOT NULL,
    created INTEGER NOT NULL,
    finished INTEGER,
    milliseconds INTEGER
) STRICT;

-- What the scanner needs to read only what has changed, in its own form.
CREATE TABLE source_index (
    source INTEGER PRIMARY KEY REFERENCES sources (row) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;

-- The files with a reference. `digest` is that of the references, so that a file whose references
-- are what they were keeps its rows.
CREATE TABLE source_files (
    row INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources (row) ON DELETE CASCADE,
    path TEXT NOT NULL,
    language TEXT NOT NULL,
    digest BLOB NOT NULL,
    UNIQUE (source, path)
) STRICT;

-- `target` is 1 for a secret, 2 a variable, 3 a credential, 4 a connection, 0 for none of them.
-- `resolved` is 0 when the name is computed, a pattern, or everything that there is.
CREATE TABLE code_references (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    file INTEGER NOT NULL REFERENCES source_files (row) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    at_column INTEGER NOT NULL,
    name_line INTEGER NOT NULL,
    form TEXT NOT NULL,
    kind INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    vault TEXT,
    name TEXT,
    expression TEXT NOT NULL,
    resolved INTEGER NOT NULL,
    target INTEGER NOT NULL,
    target_vault TEXT,
    target_name TEXT,
    line_digest BLOB
) STRICT;
CREATE INDEX code_references_file ON code_references (file);
CREATE INDEX code_references_target ON code_references (target, target_name, target_vault) WHERE target > 0;
CREATE INDEX code_references_unresolved ON code_references (file) WHERE resolved = 0;

-- Files that were not read although a use could stand in them, and how many were skipped and why.
CREATE TABLE source_gaps (
    source INTEGER NOT NULL REFERENCES sources (row) ON DELETE CASCADE,
    path TEXT NOT NULL,
    reason INTEGER NOT NULL,
    PRIMARY KEY (source, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE source_languages (
    source INTEGER NOT NULL REFERENCES sources (row) ON DELETE CASCADE,
    language TEXT NOT NULL,
    files INTEGER NOT NULL,
    PRIMARY KEY (source, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE source_skips (
    source INTEGER NOT NULL REFERENCES sources (row) ON DELETE CASCADE,
    reason INTEGER NOT NULL,
    files INTEGER NOT NULL,
    PRIMARY KEY (source, reason)
) STRICT, WITHOUT ROWID;

-- "Not this": a person says that an unresolved reference does not name the thing. It holds as long
-- as the line has this digest.
CREATE TABLE not_this (
    source INTEGER NOT NULL REFERENCES sources (row) ON DELETE CASCADE,
    path TEXT NOT NULL,
    line_digest BLOB NOT NULL,
    thing TEXT NOT NULL,
    marked INTEGER NOT NULL,
    PRIMARY KEY (source, path, line_digest, thing)
) STRICT, WITHOUT ROWID;

CREATE INDEX variables_secret ON variables (lower(secret), lower(key_vault)) WHERE secret IS NOT NULL;
