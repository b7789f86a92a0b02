//! Roles, and what a route asks for.

use serde::{Deserialize, Serialize};

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// The company: every building, and new ones.
    Owner,
    /// Runs one building.
    Manager,
    /// Looks after one building's parking.
    Guard,
    /// Lives there: their own profile and bookings.
    Resident,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Manager, Self::Guard, Self::Resident];

    /// The name in JSON and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Guard => "guard",
            Self::Resident => "resident",
        }
    }

    /// The role of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without signing in.
    Public,
    /// Those who are signed in with one of these roles.
    Roles(&'static [Role]),
    /// A console of the building, with its key.
    Console,
}

/// Owners only.
pub const OWNERS: Access = Access::Roles(&[Role::Owner]);
/// Those who run a building.
pub const MANAGERS: Access = Access::Roles(&[Role::Owner, Role::Manager]);
/// Those who work there.
pub const STAFF: Access = Access::Roles(&[Role::Owner, Role::Manager, Role::Guard]);
/// Those who book and invite: residents for their guests, and those who run the building.
pub const HOSTS: Access = Access::Roles(&[Role::Owner, Role::Manager, Role::Resident]);
/// Everyone with an account.
pub const EVERYONE: Access = Access::Roles(&Role::ALL);
