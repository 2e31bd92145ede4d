-- The day on which a licence was revoked or cancelled: an act of an earlier day was still done under it. Registers of
-- before did not keep that day; the last day on the paper is the latest that it can have been.
ALTER TABLE licence ADD COLUMN ended_on {text};
UPDATE licence SET ended_on = valid_until WHERE state IN ('revoked', 'cancelled');
