-- An institution and a licence may be of several classes: the column `class` holds the first of them, this one the bits of the
-- others. The index leads to those that have others, which are few.
ALTER TABLE institution ADD COLUMN more_classes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE licence ADD COLUMN more_classes BIGINT NOT NULL DEFAULT 0;
CREATE INDEX institution_by_more_classes ON institution (seq) WHERE more_classes <> 0;
