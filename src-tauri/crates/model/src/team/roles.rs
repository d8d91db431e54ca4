//! Roles and what each may do (S2). The table of `src-tauri/docs/sharing.md` in code.

/// A person's part in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TeamRole {
    /// Takes part, and may leave.
    Member,
    /// Invites, approves, removes, names owners and changes the team key.
    Owner,
}

/// A person's part in a record, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordRole {
    /// User (can view): uses it.
    View,
    /// User (can view and share): uses it and hands out both User roles.
    ViewAndShare,
    /// Co-owner (can edit): everything.
    CoOwner,
}

/// How far a role reaches when it takes access back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// Nothing.
    None,
    /// Grants that the same person made.
    Own,
    /// Every grant.
    All,
}

/// What both kinds of roles answer.
pub(crate) trait Role: Copy + Ord {
    /// Whether a holder may hand out `given`.
    fn may_grant(self, given: Self) -> bool;
    /// What a holder may take back.
    fn reach(self) -> Reach;
}

impl Role for TeamRole {
    fn may_grant(self, _: Self) -> bool {
        self == Self::Owner
    }

    fn reach(self) -> Reach {
        if self == Self::Owner { Reach::All } else { Reach::None }
    }
}

impl RecordRole {
    /// Every role, from the least to the most.
    pub const ALL: [Self; 3] = [Self::View, Self::ViewAndShare, Self::CoOwner];

    /// Whether a holder may change or delete the record and renew its key.
    #[must_use]
    pub fn may_edit(self) -> bool {
        self == Self::CoOwner
    }

    /// Whether a holder may hand out `given`.
    #[must_use]
    pub fn may_share_as(self, given: Self) -> bool {
        match self {
            Self::CoOwner => true,
            Self::ViewAndShare => given != Self::CoOwner,
            Self::View => false,
        }
    }
}

impl Role for RecordRole {
    fn may_grant(self, given: Self) -> bool {
        self.may_share_as(given)
    }

    fn reach(self) -> Reach {
        match self {
            Self::CoOwner => Reach::All,
            Self::ViewAndShare => Reach::Own,
            Self::View => Reach::None,
        }
    }
}
