-- By which form of the terms an institution lies in the search index: a worker indexes again what an older one left.
ALTER TABLE institution ADD COLUMN index_form BIGINT NOT NULL DEFAULT 1;
