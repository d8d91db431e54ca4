//! Pairing: a person goes from one of their devices to a new one, in a file and a code that opens it.

use std::{collections::BTreeSet, fs, io::Read as _, path::Path};

use credenza_crypto::team::pairing::{Pack, PackTeam, PairingCode, PairingError};
use credenza_model::{
    ids::{PersonId, TeamId},
    team::EntryId,
};
use credenza_secret::Secret;
use credenza_store::{Standing, StoredTeam, write_private_file};
use jiff::Timestamp;

use super::{identity::no_more_keys, place, session::Session};
use crate::{AppError, ErrorCode, Host, Workspace};

/// How long a pairing file is good, in seconds.
const GOOD_FOR: i64 = 24 * 60 * 60;
/// Longest pairing file.
const LONGEST: u64 = 32 * 1024 * 1024;

/// A pairing file that was written.
pub struct NewPairing {
    /// The code that opens it; it goes another way than the file.
    pub code: Secret,
    /// Until when it is good.
    pub expires: Timestamp,
}

/// A pairing file that was opened.
pub struct Pairing(Pack);

impl Pairing {
    /// Opens a pairing file.
    ///
    /// # Errors
    /// [`ErrorCode::WrongPairingCode`], or an [`AppError`] about the file.
    pub fn open(host: &dyn Host, file: &Path, code: &Secret) -> Result<Self, AppError> {
        let code = PairingCode::parse(code).map_err(refused)?;
        let pack = code.open(&read(file)?).map_err(refused)?;
        if pack.expires < host.now().as_second() {
            let why = "The pairing file is too old. Make another one on your other device.";
            return Err(AppError::field("pairing", why));
        }
        Ok(Self(pack))
    }

    /// The person's shown name.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.0.name
    }

    /// Their mail, possibly empty.
    #[must_use]
    pub fn mail(&self) -> &str {
        &self.0.mail
    }

    /// The names of their teams.
    pub fn teams(&self) -> impl Iterator<Item = &str> {
        self.0.teams.iter().map(|team| team.name.as_str())
    }

    /// The team of a name meets at another address here.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a name of none.
    pub fn meets_at(&mut self, team: &str, at: &str) -> Result<(), AppError> {
        let mut fits = self.0.teams.iter_mut().filter(|one| one.name == team);
        let found = fits.next().ok_or_else(|| AppError::about(ErrorCode::NotFound, team))?;
        at.clone_into(&mut found.location);
        Ok(())
    }

    /// The person's keys.
    pub(crate) fn keys(&self) -> &credenza_secret::SecretBytes {
        &self.0.person
    }
}

impl Workspace {
    /// Writes a pairing file for a new device of this person, for its owner alone.
    ///
    /// # Errors
    /// [`ErrorCode::NotAllowed`] for a device that lacks keys itself or is lost, and while a team is
    /// to be told of a loss; or an [`AppError`] about the file.
    pub fn pair_device(&self, file: &Path) -> Result<NewPairing, AppError> {
        self.may_pair()?;
        let (identity, me) = (self.identity()?, self.identity_view()?);
        let expires = self.host.now().as_second().saturating_add(GOOD_FOR);
        let mut teams = Vec::new();
        for team in self.teams_of_this_person()? {
            teams.push(self.team_to_hand_over(self.stored_team(team)?)?);
        }
        let person = identity.to_person_bytes();
        let pack = Pack { expires, person, name: me.name, mail: me.mail, teams };
        let random = self.host.random();
        let code = PairingCode::generate(random).map_err(|_| AppError::new(ErrorCode::Internal))?;
        write_private_file(file, &code.seal(random, &pack)?)?;
        let expires = Timestamp::from_second(expires).unwrap_or(Timestamp::MAX);
        Ok(NewPairing { code: code.to_text(), expires })
    }

    fn may_pair(&self) -> Result<(), AppError> {
        self.refuse_if_lost()?;
        let own = self.own_devices()?;
        // Two devices that each told of a loss lack a key of the other, and both have one to give.
        if own.needs_keys && !self.has_the_newest_key_of_a_team()? {
            let why = "This device does not have your newest keys. Use another device of yours.";
            return Err(AppError::not_allowed(why));
        }
        // The new device could bring the new key to the team before the loss is told with it.
        let untold: BTreeSet<&str> =
            own.devices.iter().flat_map(|one| &one.untold).map(String::as_str).collect();
        if !untold.is_empty() {
            let teams = Vec::from_iter(untold).join(", ");
            return Err(AppError::not_allowed(&format!(
                "You lost a device, and not every team was told: {teams}. Look at them as soon as \
                 their locations can be reached, then add the new device."
            )));
        }
        Ok(())
    }

    /// Whether a team seals to the newest key that this device has.
    fn has_the_newest_key_of_a_team(&self) -> Result<bool, AppError> {
        let identity = self.identity()?;
        let (me, newest) = (PersonId::from_bytes(identity.person()), identity.public().sealing);
        for team in self.teams_of_this_person()? {
            let seen = self.seen(team)?;
            if seen.state.members.get(&me).is_some_and(|member| member.sealing == newest) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn team_to_hand_over(&self, stored: StoredTeam) -> Result<PackTeam, AppError> {
        let session = Session::open(self, stored)?;
        let keys = session.state.epochs.iter().filter_map(|epoch| {
            Some((epoch.name, session.keys.get(None, epoch.name)?.duplicate()))
        });
        Ok(PackTeam {
            genesis: EntryId(session.stored.genesis),
            name: session.stored.name.clone(),
            location: session.stored.location.clone(),
            sign_in: self.sign_in_to_hand_over(&session.stored.location)?,
            keys: keys.collect(),
        })
    }

    /// Takes in the teams of a pairing file. Their logs are read at the next look.
    pub(crate) fn take_teams(&self, pairing: &Pairing) -> Result<(), AppError> {
        for team in &pairing.0.teams {
            let id = credenza_crypto::team::entry::team_id(team.genesis);
            let known = self.stored_team(id).is_ok_and(|known| known.standing != Standing::Former);
            if !known {
                let location = self.place_of_pack(team);
                self.store().put_team(&StoredTeam {
                    team: *id.as_bytes(),
                    name: team.name.clone(),
                    location,
                    genesis: team.genesis.0,
                    standing: Standing::Member,
                })?;
            }
            self.keep_paired_keys(id, &team.keys)?;
        }
        Ok(())
    }

    /// The address of a team here. A place that is away, or a sign-in that does not help here, keeps
    /// nobody from having the rest.
    fn place_of_pack(&self, team: &PackTeam) -> String {
        if place::is_cloud(&team.location)
            && let Err(error) = self.take_sign_in(&team.location, &team.sign_in)
        {
            tracing::warn!(code = ?error.code, "the sign-in to a location did not come along");
        }
        self.prepare_place_if_there(&team.location)
    }

    /// Takes the newest keys of this person from a pairing file of another device of theirs.
    ///
    /// # Errors
    /// [`ErrorCode::NotAllowed`] when it is another person's, or this device is lost.
    pub async fn renew_from_pairing(&self, pairing: &Pairing) -> Result<(), AppError> {
        self.refuse_if_lost()?;
        {
            let _turn = self.team_turn().await?;
            let random = self.host.random();
            let other =
                credenza_crypto::identity::Identity::from_person_bytes(random, pairing.keys());
            let other = other.map_err(|_| AppError::new(ErrorCode::Internal))?;
            let renewed = self.identity()?.with_sealing_keys_of(&other).map_err(no_more_keys)?;
            self.keep_identity(&renewed)?;
            self.take_teams(pairing)?;
        }
        self.look_at_all_teams().await
    }

    /// Looks at every team; what is not reached is looked at later.
    ///
    /// # Errors
    /// An [`AppError`].
    pub async fn look_at_all_teams(&self) -> Result<(), AppError> {
        for team in self.teams_of_this_person()? {
            self.turns.kept.forget(team);
            if let Err(error) = self.sync_team(team).await {
                tracing::warn!(code = ?error.code, %team, "the team is looked at later");
            }
        }
        Ok(())
    }
}

fn read(file: &Path) -> Result<Vec<u8>, AppError> {
    let fail = |error: std::io::Error| {
        AppError::about(ErrorCode::File, &format!("{} ({error})", file.display()))
    };
    let mut bytes = Vec::new();
    fs::File::open(file).map_err(fail)?.take(LONGEST).read_to_end(&mut bytes).map_err(fail)?;
    Ok(bytes)
}

fn refused(error: PairingError) -> AppError {
    match error {
        PairingError::Code | PairingError::Sealed => {
            AppError::new(ErrorCode::WrongPairingCode).in_field("code")
        }
        PairingError::Later => AppError::new(ErrorCode::NewerFormat),
        PairingError::Form => AppError::field("pairing", error.to_string()),
    }
}

/// A team's keys on their way from another device.
pub(super) type PairedKeys = Vec<(EntryId, credenza_crypto::team::epoch::EpochKey)>;

impl Session<'_> {
    /// Opens with the keys that came from another device as well.
    pub(super) fn attempt_paired_keys(&mut self) -> Result<PairedKeys, AppError> {
        let paired = self.workspace.paired_keys(self.team())?;
        for (_, key) in &paired {
            self.log.attempt_key(key.envelope());
        }
        Ok(paired)
    }

    /// Keeps those that the log means. True when one was new.
    pub(super) fn learn_paired_keys(&mut self, paired: &mut PairedKeys) -> Result<bool, AppError> {
        if paired.is_empty() {
            return Ok(false);
        }
        let (mut found, mut rest) = (false, Vec::new());
        for (epoch, key) in paired.drain(..) {
            match self.state.epochs.iter().find(|state| state.name == epoch) {
                Some(state) => {
                    let commitment = state.commitment;
                    found |= self.learn((None, epoch), &commitment, key)?;
                }
                None => rest.push((epoch, key)),
            }
        }
        *paired = rest;
        if paired.is_empty() {
            self.workspace.keep_paired_keys(TeamId::from_bytes(self.stored.team), &[])?;
        }
        Ok(found)
    }
}
