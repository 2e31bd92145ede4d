-- The lists of applications by what they ask for, and colleagues by their role: each is read along its index.
DROP INDEX application_by_due;
CREATE INDEX application_open ON application (authority_id, due_on, id) WHERE open AND due_on IS NOT NULL;
CREATE INDEX application_by_state ON application (authority_id, state, COALESCE(due_on, submitted_on), id);
CREATE INDEX application_by_day ON application (authority_id, COALESCE(due_on, submitted_on), id) WHERE submitted_on IS NOT NULL;
CREATE INDEX account_by_role ON account (role, person_name, id);
