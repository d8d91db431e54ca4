-- Blobs of a team as they lay in its location, to put back what that lost.

CREATE TABLE team_blobs (
    team BLOB NOT NULL, id BLOB NOT NULL CHECK (length(id) = 32), bytes BLOB NOT NULL,
    PRIMARY KEY (team, id)
) STRICT;
