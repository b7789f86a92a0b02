-- When what identifies a person was erased from an entry of the audit trail: such an entry is not looked at again.
ALTER TABLE audit ADD COLUMN erased_at BIGINT;
CREATE INDEX audit_by_record ON audit (building, kind, record);
