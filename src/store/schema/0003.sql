-- When the stored version of a record came in, so that a past can be lived again as it was lived; NULL for what was
-- stored before this was kept.
ALTER TABLE workout ADD COLUMN arrived_ms INTEGER;
ALTER TABLE intake ADD COLUMN arrived_ms INTEGER;
ALTER TABLE symptom ADD COLUMN arrived_ms INTEGER;
ALTER TABLE measure ADD COLUMN arrived_ms INTEGER;
ALTER TABLE tag ADD COLUMN arrived_ms INTEGER;
-- Until when an alert was to be quiet, beside the line that says it was snoozed.
ALTER TABLE spoken ADD COLUMN until_ms INTEGER;
