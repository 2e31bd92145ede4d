-- What a finding and an order rest on, and how a document was published, are kept and shown. Rows of before have none.
ALTER TABLE finding ADD COLUMN acted_on {text};
ALTER TABLE correction_order ADD COLUMN basis_confirmed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE document_service ADD COLUMN published_on {text};
ALTER TABLE violation_case ADD COLUMN reason {text};
