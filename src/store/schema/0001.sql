-- Version 1. Append only: a change is a new file, never an edit of this one.
--
-- Times end in _ms: milliseconds since 1970-01-01T00:00:00Z. Numbers end in their unit. NULL is "not told".
-- Lists are joined by ';' (a ';' within a word is written '\;'). Flags are 0 and 1.

-- Where records were read. One row per file, topic or command, and what read it. The records name it by id;
-- that the row is there is seen to once for each file and not checked again with every record.
CREATE TABLE origin (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    place TEXT NOT NULL,
    parser TEXT NOT NULL,
    first_seen_ms INTEGER NOT NULL,
    UNIQUE (source, place, parser)
) STRICT;

-- The records, one table per kind. "time_text" is the time as written, "wall" its wall clock when no offset
-- was written; "content" is a digest of the answers, "filled" their number, "newest_ms" the newest time of
-- the file: they decide between two versions of one record.
CREATE TABLE workout (
    person TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    key TEXT NOT NULL,
    time_text TEXT NOT NULL,
    wall TEXT,
    clock TEXT NOT NULL,
    native_id TEXT,
    origin INTEGER NOT NULL,
    line INTEGER NOT NULL,
    newest_ms INTEGER,
    filled INTEGER NOT NULL,
    content INTEGER NOT NULL,
    duration_min REAL CHECK (duration_min BETWEEN 0 AND 86400),
    elapsed_min REAL CHECK (elapsed_min BETWEEN 0 AND 86400),
    sport TEXT,
    sport_text TEXT CHECK (length(sport_text) <= 200),
    distance_m REAL CHECK (distance_m BETWEEN 0 AND 2000000),
    hr_avg_bpm REAL CHECK (hr_avg_bpm BETWEEN 20 AND 260),
    hr_max_bpm REAL CHECK (hr_max_bpm BETWEEN 20 AND 260),
    hr_zone1_min REAL CHECK (hr_zone1_min BETWEEN 0 AND 86400),
    hr_zone2_min REAL CHECK (hr_zone2_min BETWEEN 0 AND 86400),
    hr_zone3_min REAL CHECK (hr_zone3_min BETWEEN 0 AND 86400),
    hr_zone4_min REAL CHECK (hr_zone4_min BETWEEN 0 AND 86400),
    hr_zone5_min REAL CHECK (hr_zone5_min BETWEEN 0 AND 86400),
    rpe_cr10 REAL CHECK (rpe_cr10 BETWEEN 0 AND 10),
    effort TEXT,
    energy_kcal REAL CHECK (energy_kcal BETWEEN 0 AND 50000),
    device_load REAL CHECK (device_load BETWEEN 0 AND 100000),
    device_load_name TEXT CHECK (length(device_load_name) <= 200),
    ascent_m REAL CHECK (ascent_m BETWEEN 0 AND 2000000),
    temp_c REAL CHECK (temp_c BETWEEN -60 AND 70),
    humidity_pct REAL CHECK (humidity_pct BETWEEN 0 AND 100),
    fluid_ml REAL CHECK (fluid_ml BETWEEN 0 AND 30000),
    sodium_mg REAL CHECK (sodium_mg BETWEEN 0 AND 100000),
    electrolyte_drink INTEGER CHECK (electrolyte_drink IN (0, 1)),
    mass_before_kg REAL CHECK (mass_before_kg BETWEEN 2 AND 400),
    mass_after_kg REAL CHECK (mass_after_kg BETWEEN 2 AND 400),
    sweat_loss_ml REAL CHECK (sweat_loss_ml BETWEEN 0 AND 30000),
    shoe TEXT CHECK (length(shoe) <= 200),
    shoe_km REAL CHECK (shoe_km BETWEEN 0 AND 100000),
    tight_fit INTEGER CHECK (tight_fit IN (0, 1)),
    compression INTEGER CHECK (compression IN (0, 1)),
    new_gear INTEGER CHECK (new_gear IN (0, 1)),
    light_clothing INTEGER CHECK (light_clothing IN (0, 1)),
    bent_back INTEGER CHECK (bent_back IN (0, 1)),
    warmup_min REAL CHECK (warmup_min BETWEEN 0 AND 86400),
    cooldown_min REAL CHECK (cooldown_min BETWEEN 0 AND 86400),
    hard_surface_pct REAL CHECK (hard_surface_pct BETWEEN 0 AND 100),
    PRIMARY KEY (person, at_ms, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX workout_native ON workout (person, key) WHERE native_id IS NOT NULL;

CREATE TABLE intake (
    person TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    key TEXT NOT NULL,
    time_text TEXT NOT NULL,
    wall TEXT,
    clock TEXT NOT NULL,
    native_id TEXT,
    origin INTEGER NOT NULL,
    line INTEGER NOT NULL,
    newest_ms INTEGER,
    filled INTEGER NOT NULL,
    content INTEGER NOT NULL,
    volume_ml REAL CHECK (volume_ml BETWEEN 0 AND 30000),
    sodium_mg REAL CHECK (sodium_mg BETWEEN 0 AND 100000),
    potassium_mg REAL CHECK (potassium_mg BETWEEN 0 AND 100000),
    magnesium_mg REAL CHECK (magnesium_mg BETWEEN 0 AND 100000),
    calcium_mg REAL CHECK (calcium_mg BETWEEN 0 AND 100000),
    caffeine_mg REAL CHECK (caffeine_mg BETWEEN 0 AND 100000),
    what TEXT CHECK (length(what) <= 200),
    day_total INTEGER CHECK (day_total IN (0, 1)),
    PRIMARY KEY (person, at_ms, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX intake_native ON intake (person, key) WHERE native_id IS NOT NULL;

CREATE TABLE symptom (
    person TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    key TEXT NOT NULL,
    time_text TEXT NOT NULL,
    wall TEXT,
    clock TEXT NOT NULL,
    native_id TEXT,
    origin INTEGER NOT NULL,
    line INTEGER NOT NULL,
    newest_ms INTEGER,
    filled INTEGER NOT NULL,
    content INTEGER NOT NULL,
    tingling INTEGER CHECK (tingling IN (0, 1)),
    sites TEXT,
    onset TEXT,
    onset_min REAL CHECK (onset_min BETWEEN 0 AND 86400),
    duration_min REAL CHECK (duration_min BETWEEN 0 AND 86400),
    ongoing INTEGER CHECK (ongoing IN (0, 1)),
    severity REAL CHECK (severity BETWEEN 0 AND 10),
    quality TEXT,
    signs TEXT,
    relieved_by TEXT,
    worsened_by TEXT,
    association TEXT,
    gear_removed TEXT,
    persists_after_removal TEXT,
    daily_impact TEXT,
    relief_min REAL CHECK (relief_min BETWEEN 0 AND 86400),
    weight_change_pct REAL CHECK (weight_change_pct BETWEEN -30 AND 30),
    progressive INTEGER CHECK (progressive IN (0, 1)),
    new_within_14d INTEGER CHECK (new_within_14d IN (0, 1)),
    fatigue REAL CHECK (fatigue BETWEEN 0 AND 5),
    pain_before_or_during REAL CHECK (pain_before_or_during BETWEEN 0 AND 10),
    minutes_since_stop REAL CHECK (minutes_since_stop BETWEEN 0 AND 86400),
    session_id TEXT CHECK (length(session_id) <= 200),
    PRIMARY KEY (person, at_ms, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX symptom_native ON symptom (person, key) WHERE native_id IS NOT NULL;

CREATE TABLE measure (
    person TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    key TEXT NOT NULL,
    time_text TEXT NOT NULL,
    wall TEXT,
    clock TEXT NOT NULL,
    native_id TEXT,
    origin INTEGER NOT NULL,
    line INTEGER NOT NULL,
    newest_ms INTEGER,
    filled INTEGER NOT NULL,
    content INTEGER NOT NULL,
    what TEXT CHECK (length(what) <= 200),
    value REAL CHECK (value BETWEEN -1000000000 AND 1000000000),
    unit TEXT CHECK (length(unit) <= 200),
    PRIMARY KEY (person, at_ms, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX measure_native ON measure (person, key) WHERE native_id IS NOT NULL;

CREATE TABLE tag (
    person TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    key TEXT NOT NULL,
    time_text TEXT NOT NULL,
    wall TEXT,
    clock TEXT NOT NULL,
    native_id TEXT,
    origin INTEGER NOT NULL,
    line INTEGER NOT NULL,
    newest_ms INTEGER,
    filled INTEGER NOT NULL,
    content INTEGER NOT NULL,
    name TEXT CHECK (length(name) <= 200),
    yes INTEGER CHECK (yes IN (0, 1)),
    amount REAL CHECK (amount BETWEEN -1000000000 AND 1000000000),
    PRIMARY KEY (person, at_ms, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tag_native ON tag (person, key) WHERE native_id IS NOT NULL;

-- What people told about themselves once.
CREATE TABLE profile (
    person TEXT PRIMARY KEY,
    set_ms INTEGER NOT NULL,
    timezone TEXT CHECK (length(timezone) <= 200),
    sex TEXT,
    birth_year REAL CHECK (birth_year BETWEEN 1900 AND 2100),
    body_mass_kg REAL CHECK (body_mass_kg BETWEEN 2 AND 400),
    hr_rest_bpm REAL CHECK (hr_rest_bpm BETWEEN 20 AND 260),
    hr_max_bpm REAL CHECK (hr_max_bpm BETWEEN 20 AND 260),
    history TEXT,
    history_no TEXT
) STRICT, WITHOUT ROWID;

-- The zone in which the local times of a source were read.
CREATE TABLE zone (
    person TEXT NOT NULL,
    source TEXT NOT NULL,
    zone TEXT NOT NULL,
    PRIMARY KEY (person, source)
) STRICT, WITHOUT ROWID;

-- What was refused; the newest 10,000.
CREATE TABLE reject (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_ms INTEGER NOT NULL,
    person TEXT,
    place TEXT NOT NULL,
    line INTEGER NOT NULL,
    column_byte INTEGER,
    field TEXT,
    found TEXT NOT NULL,
    code TEXT NOT NULL,
    said TEXT NOT NULL
) STRICT;

-- Which files were read for whom. "report" is the import report as JSON.
CREATE TABLE file (
    digest TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    dialect TEXT NOT NULL,
    rows INTEGER NOT NULL,
    new INTEGER NOT NULL,
    known INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    report TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reading', 'done', 'refused')),
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (digest, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_by_time ON file (at_ms);

-- How often the handling of a delivery was begun and not finished.
CREATE TABLE attempt (
    digest TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Alerts as they stand now. The lists are JSON, in the form in which they are published.
CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    person TEXT NOT NULL,
    rule TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('note', 'advice', 'consult', 'urgent', 'emergency')),
    state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'ended')),
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    raised_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    data_to_ms INTEGER NOT NULL,
    pushed_ms INTEGER,
    pushes INTEGER NOT NULL,
    told_level TEXT CHECK (told_level IN ('note', 'advice', 'consult', 'urgent', 'emergency')),
    acknowledged_ms INTEGER,
    snoozed_until_ms INTEGER,
    finding_rule TEXT NOT NULL,
    finding_level TEXT NOT NULL CHECK (finding_level IN ('note', 'advice', 'consult', 'urgent', 'emergency')),
    subject TEXT NOT NULL,
    happened_ms INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    against TEXT NOT NULL,
    unknown TEXT NOT NULL,
    change TEXT NOT NULL,
    advice TEXT NOT NULL,
    withheld TEXT NOT NULL,
    spoken_since_ms INTEGER NOT NULL,
    why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_by_person ON alert (person, raised_ms);
CREATE INDEX alert_standing ON alert (person) WHERE state <> 'ended';

-- What was said about an alert, or held back, and why. Append only.
CREATE TABLE spoken (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alert TEXT NOT NULL REFERENCES alert,
    revision INTEGER NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('note', 'advice', 'consult', 'urgent', 'emergency')),
    at_ms INTEGER NOT NULL,
    what TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX spoken_by_alert ON spoken (alert, at_ms);
CREATE INDEX spoken_by_time ON spoken (at_ms) WHERE what = 'pushed';
CREATE TRIGGER spoken_stays BEFORE UPDATE ON spoken BEGIN
    SELECT RAISE(ABORT, 'what was said is never changed');
END;

-- What persons think of their alerts. Append only.
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    alert TEXT NOT NULL REFERENCES alert,
    revision INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('useful', 'false', 'late'))
) STRICT;
CREATE INDEX feedback_by_alert ON feedback (alert);
CREATE TRIGGER feedback_stays BEFORE UPDATE ON feedback BEGIN
    SELECT RAISE(ABORT, 'what was said is never changed');
END;

-- Letters on their way to the broker. "payload" is text; bytes only if it is not.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('standing', 'event', 'state', 'rejected', 'reply')),
    payload ANY NOT NULL,
    created_ms INTEGER NOT NULL,
    delivered_ms INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_ms INTEGER NOT NULL,
    refused TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (id) WHERE delivered_ms IS NULL;
CREATE INDEX outbox_topic ON outbox (topic) WHERE delivered_ms IS NULL;
CREATE INDEX outbox_delivered ON outbox (delivered_ms) WHERE delivered_ms IS NOT NULL;
