//! Whether a place can be a team's location, tried before anybody relies on it.

use std::time::Duration;

use credenza_team::location::{LARGEST_OBJECT, Location, LocationError, Names, ObjectName};
use futures::StreamExt as _;
use jiff::SignedDuration;

use super::{place, sign_in::LocationSignIn};
use crate::{AppError, Workspace};

/// What trying a location brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocationTrial {
    /// How long it took.
    pub took: Duration,
    /// What it did not do; none when all went well.
    pub problem: Option<LocationError>,
}

impl Workspace {
    /// Creates an empty object of a random name at a location, reads it and lists. The object stays:
    /// nothing is ever deleted from a location.
    ///
    /// # Errors
    /// An [`AppError`] for what can't be a location.
    pub async fn try_location(&self, at: &str) -> Result<LocationTrial, AppError> {
        if place::is_away(at) {
            let problem = Some(LocationError::NoSuchPlace);
            return Ok(LocationTrial { took: Duration::ZERO, problem });
        }
        let place = self.team_place(at)?;
        self.tried(&*place).await
    }

    /// The same with a sign-in to a cloud, which is kept sealed for the address once it was good
    /// for all of that. One that was refused takes the place of none.
    ///
    /// # Errors
    /// As [`Self::try_location`].
    pub async fn try_location_with(
        &self,
        at: &str,
        sign_in: LocationSignIn,
    ) -> Result<LocationTrial, AppError> {
        let chosen = self.choose_sign_in(at, sign_in)?;
        let trial = self.tried(&*chosen.location).await?;
        if trial.problem.is_none() {
            self.keep_chosen(&chosen)?;
        }
        Ok(trial)
    }

    async fn tried(&self, location: &dyn Location) -> Result<LocationTrial, AppError> {
        let began = self.host.now();
        let problem = tried(location, ObjectName::Join(self.random()?)).await.err();
        let took = self.host.now().duration_since(began).max(SignedDuration::ZERO);
        Ok(LocationTrial { took: took.unsigned_abs(), problem })
    }
}

async fn tried(location: &dyn Location, name: ObjectName) -> Result<(), LocationError> {
    location.create(&name, Vec::new()).await?;
    if !location.get(&name, LARGEST_OBJECT).await?.is_empty() {
        return Err(LocationError::Unexpected);
    }
    match location.list(Names::Entries, None).next().await {
        Some(Err(error)) => Err(error),
        _ => Ok(()),
    }
}
