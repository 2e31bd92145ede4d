-- What the authority publishes of an institution: the bank of its custody account, the results of annual inspections and the
-- penalties, each as its canonical text.
ALTER TABLE institution_identity ADD COLUMN custody_bank {text} NOT NULL DEFAULT '';
ALTER TABLE institution_identity ADD COLUMN inspections {text} NOT NULL DEFAULT '';
ALTER TABLE institution_identity ADD COLUMN penalties {text} NOT NULL DEFAULT '';
