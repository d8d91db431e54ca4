-- Which program was given a value of a credential, how often, and when last. An empty program is the
-- window of this product.

CREATE TABLE reads (
    row INTEGER PRIMARY KEY,
    credential BLOB NOT NULL CHECK (length(credential) = 16),
    program TEXT NOT NULL,
    times INTEGER NOT NULL,
    last INTEGER NOT NULL,
    UNIQUE (credential, program)
) STRICT;
