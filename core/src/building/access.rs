//! Questions about doors, invites, entry codes and calls to management (SPEC 7, 9).
