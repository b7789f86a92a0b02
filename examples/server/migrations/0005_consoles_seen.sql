-- When a console called last, and the sequence of the image that it has: for staff who look after the doors.
ALTER TABLE consoles ADD COLUMN seen_at BIGINT;
ALTER TABLE consoles ADD COLUMN image BIGINT;
