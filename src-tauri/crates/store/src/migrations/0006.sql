-- Who could open a value that is to be rotated is known by their key, and shown by their name then:
-- two people may have one name. Of rows that are older than this no key is known.

CREATE TABLE rotations_by_key (
    row INTEGER PRIMARY KEY,
    variable BLOB NOT NULL CHECK (length(variable) = 16),
    person BLOB CHECK (length(person) = 16),
    name TEXT NOT NULL,
    read_at INTEGER,
    opened INTEGER NOT NULL,
    UNIQUE (variable, person, name)
) STRICT;
INSERT INTO rotations_by_key (row, variable, person, name, read_at, opened)
    SELECT row, variable, NULL, person, read_at, opened FROM rotations;
DROP TABLE rotations;
ALTER TABLE rotations_by_key RENAME TO rotations;
