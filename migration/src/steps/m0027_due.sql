-- By when a change of a licence, and a merge, that somebody has proposed are decided; when the change was proposed. What an
-- older program wrote has no day: a worker gives it one.
ALTER TABLE licence ADD COLUMN proposed_at BIGINT;
ALTER TABLE licence ADD COLUMN proposal_due_on {text};
ALTER TABLE institution_merge ADD COLUMN due_on {text};
CREATE INDEX licence_by_proposal ON licence (proposal_due_on) WHERE proposal_due_on IS NOT NULL;
CREATE INDEX institution_merge_by_due ON institution_merge (due_on) WHERE due_on IS NOT NULL;
