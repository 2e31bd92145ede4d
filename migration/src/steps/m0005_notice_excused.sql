-- Attempts that tell nothing of the notice itself: the mail server could not be reached, or the worker was stopping.
-- The count of attempts only grows, since it tells a claim from an older one; these are taken off where it is judged.
ALTER TABLE notice ADD COLUMN excused BIGINT NOT NULL DEFAULT 0;
