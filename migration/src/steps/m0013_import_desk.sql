-- A list also comes in through the page: what the check found (sealed, since it shows cells of the file), the instant of
-- the check and the register then, and how far the work on it is.
ALTER TABLE register_import ADD COLUMN report_sealed {bytes};
ALTER TABLE register_import ADD COLUMN checked_at BIGINT;
ALTER TABLE register_import ADD COLUMN marked_numbers BIGINT NOT NULL DEFAULT 0;
ALTER TABLE register_import ADD COLUMN marked_lists BIGINT NOT NULL DEFAULT 0;
ALTER TABLE register_import ADD COLUMN step_done BIGINT NOT NULL DEFAULT 0;
ALTER TABLE register_import ADD COLUMN step_all BIGINT NOT NULL DEFAULT 0;
