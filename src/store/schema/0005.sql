-- Files that were read have numbers, by which one can be shown and undone.
ALTER TABLE file ADD COLUMN number INTEGER;
UPDATE file SET number = (
    SELECT count(*) FROM file other
    WHERE (other.at_ms, other.digest, other.person) <= (file.at_ms, file.digest, file.person)
);
CREATE UNIQUE INDEX file_number ON file (number);
