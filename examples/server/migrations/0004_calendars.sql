-- The links at which calendar programs read a resident's bookings, by the digest of their secret.
CREATE TABLE calendars (
    building TEXT NOT NULL,
    secret TEXT NOT NULL,
    resident TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (building, secret)
);
CREATE INDEX calendars_by_resident ON calendars (building, resident);
