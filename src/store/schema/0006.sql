-- Records of which a person said that they are not of one session, by their keys, the lesser first.
CREATE TABLE apart (
    person TEXT NOT NULL,
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    PRIMARY KEY (person, one, other),
    CHECK (one < other)
) STRICT, WITHOUT ROWID;
