//! Questions about guest parking (SPEC 4 to 8).
