-- By which version of the rules something was said; empty for what was said before this was kept.
ALTER TABLE spoken ADD COLUMN rules TEXT NOT NULL DEFAULT '';
