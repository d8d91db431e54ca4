-- Teams. Entries of a log are kept as they were signed, in the order in which they came. Small values
-- of a team have a name each. `record` is all zero in the keys of a team itself.

CREATE TABLE teams (
    team BLOB NOT NULL PRIMARY KEY CHECK (length(team) = 16),
    name TEXT NOT NULL,
    location TEXT NOT NULL,
    genesis BLOB NOT NULL CHECK (length(genesis) = 32),
    standing INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE team_entries (
    row INTEGER PRIMARY KEY,
    team BLOB NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 16),
    sequence INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 32),
    device_key BLOB NOT NULL CHECK (length(device_key) = 32),
    signed BLOB NOT NULL,
    UNIQUE (team, chain, sequence)
) STRICT;

CREATE TABLE team_packed (
    team BLOB NOT NULL, chain BLOB NOT NULL, sequence INTEGER NOT NULL,
    PRIMARY KEY (team, chain, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_values (
    team BLOB NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (team, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_alarms (
    team BLOB NOT NULL, alarm BLOB NOT NULL,
    PRIMARY KEY (team, alarm)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_keys (
    team BLOB NOT NULL, record BLOB NOT NULL, epoch BLOB NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (team, record, epoch)
) STRICT, WITHOUT ROWID;

-- What stands here for a record of a team. `role` is null for who has none any more; `put` names the
-- revision that stands here; `changed` is set while a change of this device is not in the log.
CREATE TABLE team_records (
    team BLOB NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    kind INTEGER NOT NULL,
    thing BLOB NOT NULL CHECK (length(thing) = 16),
    role INTEGER,
    received INTEGER NOT NULL,
    put BLOB,
    changed INTEGER NOT NULL,
    PRIMARY KEY (team, record)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX team_records_thing ON team_records (thing);

CREATE TABLE verified_people (
    person BLOB NOT NULL PRIMARY KEY CHECK (length(person) = 16),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rotations (
    row INTEGER PRIMARY KEY,
    variable BLOB NOT NULL CHECK (length(variable) = 16),
    person TEXT NOT NULL,
    read_at INTEGER,
    opened INTEGER NOT NULL,
    UNIQUE (variable, person)
) STRICT;
