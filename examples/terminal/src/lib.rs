//! What other consoles share with the one in a terminal: a screen as plain text.

pub mod plain;
