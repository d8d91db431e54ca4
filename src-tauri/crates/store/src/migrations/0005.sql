-- A place in a notebook has the number of its cell and the line in it, both from 1.

ALTER TABLE code_references ADD COLUMN cell INTEGER;
ALTER TABLE code_references ADD COLUMN cell_line INTEGER;
