//! Where a credential may be used, and which authentication that allows (C3, C4).

/// One place where a credential may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// A connection to a machine, host, database or service.
    Connection,
    /// A desktop flow that signs in.
    DesktopFlow,
    /// Access to a network resource.
    Network,
}

impl Location {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Connection, Self::DesktopFlow, Self::Network];

    /// Whether `authentication` may be used here: a certificate only in a connection.
    #[must_use]
    pub fn allows(self, authentication: Authentication) -> bool {
        match authentication {
            Authentication::UserNameAndPassword => true,
            Authentication::Certificate => self == Self::Connection,
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Connection => 1,
            Self::DesktopFlow => 2,
            Self::Network => 4,
        }
    }
}

/// How a credential signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Authentication {
    /// A text variable and a secret variable.
    UserNameAndPassword,
    /// A certificate with its private key; the user name is its subject or a text variable.
    Certificate,
}

/// One or more locations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Locations(u8);

/// Why a choice of locations is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// No location was chosen.
    #[error("no location is chosen")]
    None,
    /// The authentication is not allowed there.
    #[error("the authentication is not allowed in this location")]
    NotAllowed {
        /// The first location that forbids it.
        location: Location,
    },
}

impl Locations {
    /// The set of `chosen`, which may name one twice.
    ///
    /// # Errors
    /// [`LocationError::None`] when it is empty.
    pub fn new(chosen: impl IntoIterator<Item = Location>) -> Result<Self, LocationError> {
        match chosen.into_iter().fold(0, |bits, location| bits | location.bit()) {
            0 => Err(LocationError::None),
            bits => Ok(Self(bits)),
        }
    }

    /// The stored form: Connection 1, Desktop flow 2, Network 4, added up.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The set that `bits` stands for, unless it is empty or has a bit without a meaning.
    #[must_use]
    pub fn from_bits(bits: u8) -> Option<Self> {
        (1..=7).contains(&bits).then_some(Self(bits))
    }

    /// Whether `location` is among them.
    #[must_use]
    pub fn contains(self, location: Location) -> bool {
        self.0 & location.bit() != 0
    }

    /// The locations in the order in which they are shown.
    pub fn iter(self) -> impl Iterator<Item = Location> {
        Location::ALL.into_iter().filter(move |location| self.contains(*location))
    }

    /// Whether every location allows `authentication`.
    ///
    /// # Errors
    /// [`LocationError::NotAllowed`] with the first that does not.
    pub fn check(self, authentication: Authentication) -> Result<(), LocationError> {
        match self.iter().find(|location| !location.allows(authentication)) {
            Some(location) => Err(LocationError::NotAllowed { location }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_for_connections_alone() {
        for bits in 1..=7 {
            let locations = Locations::from_bits(bits).unwrap();
            assert!(locations.check(Authentication::UserNameAndPassword).is_ok());
            assert_eq!(locations.check(Authentication::Certificate).is_ok(), bits == 1, "{bits}");
        }
        assert_eq!(Locations::from_bits(0), None);
        assert_eq!(Locations::from_bits(8), None);
        assert_eq!(Locations::new([]), Err(LocationError::None));
    }
}
