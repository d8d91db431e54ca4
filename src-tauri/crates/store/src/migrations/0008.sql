-- What each vault is used for, kept as it changes. `vault` is empty for This device. What is in
-- Recently deleted does not count; a credential counts where its secret is.

CREATE TABLE vault_counts (
    vault BLOB NOT NULL PRIMARY KEY,
    variables INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    credentials INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO vault_counts
    SELECT coalesce(vault, x''), count(*), count(*) FILTER (WHERE access = 2), 0 FROM variables
    WHERE deleted IS NULL AND store = (vault IS NOT NULL) GROUP BY vault;
INSERT INTO vault_counts
    SELECT coalesce(s.vault, x''), 0, 0, count(*) FROM credentials c JOIN variables s ON s.row = c.secret
    WHERE c.deleted IS NULL AND s.store = (s.vault IS NOT NULL) GROUP BY s.vault
    ON CONFLICT DO UPDATE SET credentials = excluded.credentials;

CREATE TRIGGER vault_variables_added AFTER INSERT ON variables
WHEN new.deleted IS NULL AND new.store = (new.vault IS NOT NULL)
BEGIN
    INSERT INTO vault_counts VALUES (coalesce(new.vault, x''), 1, new.access = 2, 0)
    ON CONFLICT DO UPDATE SET variables = variables + 1, refused = refused + excluded.refused;
END;
CREATE TRIGGER vault_variables_removed AFTER DELETE ON variables
WHEN old.deleted IS NULL AND old.store = (old.vault IS NOT NULL)
BEGIN
    UPDATE vault_counts SET variables = variables - 1, refused = refused - (old.access = 2)
    WHERE vault = coalesce(old.vault, x'');
END;
CREATE TRIGGER vault_variables_moved AFTER UPDATE OF store, vault, access, deleted ON variables
WHEN (old.deleted IS NULL) <> (new.deleted IS NULL) OR old.store IS NOT new.store
    OR old.vault IS NOT new.vault OR (old.access = 2) <> (new.access = 2)
BEGIN
    UPDATE vault_counts SET variables = variables - 1, refused = refused - (old.access = 2)
    WHERE old.deleted IS NULL AND old.store = (old.vault IS NOT NULL)
        AND vault = coalesce(old.vault, x'');
    INSERT INTO vault_counts SELECT coalesce(new.vault, x''), 1, new.access = 2, 0
    WHERE new.deleted IS NULL AND new.store = (new.vault IS NOT NULL)
    ON CONFLICT DO UPDATE SET variables = variables + 1, refused = refused + excluded.refused;
END;
CREATE TRIGGER vault_users_moved AFTER UPDATE OF store, vault ON variables
WHEN old.store IS NOT new.store OR old.vault IS NOT new.vault
BEGIN
    UPDATE vault_counts SET credentials = credentials
        - (SELECT count(*) FROM credentials WHERE secret = new.row AND deleted IS NULL)
    WHERE old.store = (old.vault IS NOT NULL) AND vault = coalesce(old.vault, x'');
    INSERT INTO vault_counts SELECT coalesce(new.vault, x''), 0, 0,
        (SELECT count(*) FROM credentials WHERE secret = new.row AND deleted IS NULL)
    WHERE new.store = (new.vault IS NOT NULL)
    ON CONFLICT DO UPDATE SET credentials = credentials + excluded.credentials;
END;
CREATE TRIGGER vault_credentials_added AFTER INSERT ON credentials WHEN new.deleted IS NULL
BEGIN
    INSERT INTO vault_counts SELECT coalesce(vault, x''), 0, 0, 1 FROM variables
    WHERE row = new.secret AND store = (vault IS NOT NULL)
    ON CONFLICT DO UPDATE SET credentials = credentials + 1;
END;
CREATE TRIGGER vault_credentials_removed AFTER DELETE ON credentials WHEN old.deleted IS NULL
BEGIN
    UPDATE vault_counts SET credentials = credentials - 1 WHERE vault =
        (SELECT coalesce(vault, x'') FROM variables WHERE row = old.secret AND store = (vault IS NOT NULL));
END;
CREATE TRIGGER vault_credentials_moved AFTER UPDATE OF secret, deleted ON credentials
WHEN (old.deleted IS NULL) <> (new.deleted IS NULL) OR old.secret <> new.secret
BEGIN
    UPDATE vault_counts SET credentials = credentials - 1 WHERE old.deleted IS NULL AND vault =
        (SELECT coalesce(vault, x'') FROM variables WHERE row = old.secret AND store = (vault IS NOT NULL));
    INSERT INTO vault_counts SELECT coalesce(vault, x''), 0, 0, 1 FROM variables
    WHERE new.deleted IS NULL AND row = new.secret AND store = (vault IS NOT NULL)
    ON CONFLICT DO UPDATE SET credentials = credentials + 1;
END;
CREATE TRIGGER vault_disconnected AFTER DELETE ON vaults
BEGIN DELETE FROM vault_counts WHERE vault = old.id; END;

-- How many variables expire soon: status 5.
INSERT INTO counters SELECT 'expiring', count(*) FROM variables WHERE status = 5 AND deleted IS NULL;
CREATE TRIGGER expiring_moved AFTER UPDATE OF status, deleted ON variables
WHEN (old.status = 5 AND old.deleted IS NULL) <> (new.status = 5 AND new.deleted IS NULL)
BEGIN
    UPDATE counters SET value = value + iif(new.status = 5 AND new.deleted IS NULL, 1, -1)
    WHERE name = 'expiring';
END;
CREATE TRIGGER expiring_removed AFTER DELETE ON variables WHEN old.status = 5 AND old.deleted IS NULL
BEGIN UPDATE counters SET value = value - 1 WHERE name = 'expiring'; END;

-- What nobody could read yet, the one that waits longest first.
CREATE INDEX variables_unchecked ON variables (checked, row)
    WHERE vault IS NOT NULL AND deleted IS NULL AND access IN (0, 3);
-- What a person said of a thing.
CREATE INDEX not_this_thing ON not_this (thing);

-- How many references the last scan of a source has found.
ALTER TABLE sources ADD COLUMN found INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN unresolved INTEGER NOT NULL DEFAULT 0;
UPDATE sources SET (found, unresolved) = (
    SELECT count(*), count(*) FILTER (WHERE r.resolved = 0)
    FROM code_references r JOIN source_files f ON f.row = r.file WHERE f.source = sources.row);

-- What names something has a name; of `target > 0` no question for one target knew that it holds.
DROP INDEX code_references_target;
CREATE INDEX code_references_target ON code_references (target, target_name, target_vault)
    WHERE target_name IS NOT NULL;

-- The orders of the long lists, each with what filters ask for: a walk past rows that are not wanted
-- reads none of them.
DROP INDEX credentials_name_order;
CREATE INDEX credentials_name_order ON credentials (folded, row, store, status, used_by, locations)
    WHERE deleted IS NULL;
DROP INDEX credentials_place;
CREATE INDEX credentials_place ON credentials (place, row, store, status, used_by, locations)
    WHERE deleted IS NULL;
DROP INDEX credentials_used;
CREATE INDEX credentials_used ON credentials (used_by, row, store, status, locations)
    WHERE deleted IS NULL;
DROP INDEX credentials_status;
CREATE INDEX credentials_status ON credentials (status, row, store, used_by, locations)
    WHERE deleted IS NULL;
DROP INDEX credentials_changed;
CREATE INDEX credentials_changed ON credentials (changed, row, store, status, used_by, locations)
    WHERE deleted IS NULL;
DROP INDEX variables_display;
CREATE INDEX variables_display ON variables (display_folded, row, store, kind, status, used_by, vault)
    WHERE deleted IS NULL;
DROP INDEX variables_name_order;
CREATE INDEX variables_name_order ON variables (name_folded, row, store, kind, status, used_by, vault)
    WHERE deleted IS NULL;
DROP INDEX variables_place;
CREATE INDEX variables_place ON variables (place, row, store, kind, status, used_by, vault)
    WHERE deleted IS NULL;
DROP INDEX variables_used;
CREATE INDEX variables_used ON variables (used_by, row, store, kind, status, vault)
    WHERE deleted IS NULL;
DROP INDEX variables_status;
CREATE INDEX variables_status ON variables (status, row, store, kind, used_by, vault)
    WHERE deleted IS NULL;
DROP INDEX variables_changed;
CREATE INDEX variables_changed ON variables (changed, row, store, kind, status, used_by, vault)
    WHERE deleted IS NULL;
CREATE INDEX variables_kind ON variables (kind, display_folded, row) WHERE deleted IS NULL;
DROP INDEX variables_vault;
CREATE INDEX variables_vault ON variables (vault, secret, row, deleted) WHERE vault IS NOT NULL;
