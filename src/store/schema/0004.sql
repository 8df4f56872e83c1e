-- The trials on themselves that persons began: the change, the seed its order is drawn from (docs/experiment.md), and
-- why it ended. What came of it follows from the records and this row.
CREATE TABLE trial (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    exposure TEXT NOT NULL,
    change TEXT NOT NULL,
    seed INTEGER NOT NULL CHECK (seed BETWEEN 0 AND 4294967295),
    sessions INTEGER NOT NULL CHECK (sessions BETWEEN 2 AND 200),
    started_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'ended')),
    ended_ms INTEGER,
    why TEXT CHECK (why IN ('alert', 'complete', 'not_possible', 'stopped')),
    CHECK ((state = 'ended') = (ended_ms IS NOT NULL) AND (state = 'ended') = (why IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX trial_running ON trial (person) WHERE state = 'running';
