CREATE TRIGGER institution_past_is_never_changed BEFORE UPDATE OR DELETE ON institution_past FOR EACH ROW EXECUTE FUNCTION refuse_change();
