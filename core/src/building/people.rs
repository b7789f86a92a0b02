//! Questions about residents (SPEC 2).
