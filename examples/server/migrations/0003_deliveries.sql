-- What is to be sent to somebody outside, written with what causes it. `due_at` is when it is tried next; whoever tries
-- it moves that on and leaves a `claim` of their own. The body is forgotten once it was delivered.
CREATE TABLE deliveries (
    building TEXT NOT NULL,
    id TEXT NOT NULL,
    channel TEXT NOT NULL,
    resident TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    expires_at BIGINT,
    ended_at BIGINT,
    claim TEXT,
    reason TEXT,
    body TEXT,
    PRIMARY KEY (building, id)
);
CREATE INDEX deliveries_due ON deliveries (channel, state, due_at);
CREATE INDEX deliveries_by_resident ON deliveries (building, resident, id);

-- The doors that the access-control system was last told a resident may open; none when it has to be told anew.
CREATE TABLE access (
    building TEXT NOT NULL,
    resident TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    doors TEXT,
    PRIMARY KEY (building, resident)
);

-- When the doors of a building's residents change next without anybody changing the building.
CREATE TABLE access_times (
    building TEXT NOT NULL,
    next_at BIGINT NOT NULL,
    PRIMARY KEY (building)
);
