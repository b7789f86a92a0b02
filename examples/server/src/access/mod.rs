//! Who may do what: roles, passwords, sessions, limits.

pub mod guard;
pub mod limits;
pub mod password;
pub mod role;
