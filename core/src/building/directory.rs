//! What the entry directory shows (SPEC 3).
