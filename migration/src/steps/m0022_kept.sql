-- Entries that hold others by a merge are found by the names of both: the worker puts them into the search index again.
UPDATE institution SET index_form = 0 WHERE id IN (SELECT merged_into FROM institution WHERE merged_into IS NOT NULL);

-- The list of after-school providers of whoever sees every authority: the index of before begins with one.
CREATE INDEX after_school_every_queue ON after_school (queue_day, number) WHERE queue_day IS NOT NULL;
