CREATE TRIGGER institution_past_is_never_changed BEFORE UPDATE ON institution_past BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER institution_past_is_never_deleted BEFORE DELETE ON institution_past BEGIN SELECT RAISE(ABORT, 'append_only'); END;
