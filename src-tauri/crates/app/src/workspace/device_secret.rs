//! The device secret: what the password needs beside itself, once a person has turned it on.

use std::sync::Arc;

use credenza_crypto::{
    device_secret::{DeviceSecret, DeviceSecretError, DeviceSecretName},
    header::{Header, UnlockError},
    keys::RootKey,
};
use credenza_secret::Secret;
use credenza_store::WorkspaceFolder;

use super::{create::PreparedWorkspace, header::read_header};
use crate::{AppError, ErrorCode, Host, Workspace, device_secrets::KeptIn};

/// Whether the password needs the device secret, and whether this device has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceSecretState {
    /// The password opens the workspace alone.
    Off,
    /// It is needed, and this device keeps it.
    Here(KeptIn),
    /// It is needed, and this device does not have it.
    Missing,
    /// It is needed, and the key store that may hold it gives no answer.
    Unreachable,
}

impl Workspace {
    /// Lets the password open the workspace together with a new device secret alone. The secret is kept
    /// on this device and given back, to be shown once. A former one opens the workspace no more.
    ///
    /// # Errors
    /// An [`AppError`]; the password then opens as before.
    pub fn turn_on_device_secret(&self, password: &Secret) -> Result<Secret, AppError> {
        let mut header = read_header(&self.folder())?;
        let read = header.counter();
        self.check_password(&header, password)?;
        let device = DeviceSecret::generate(self.host.random())
            .map_err(|_| AppError::new(ErrorCode::Internal))?;
        self.set_device_secret(&mut header, password, Some(&device))?;
        kept_for_sure(self.host.as_ref(), self.id, &device)?;
        self.write_header_and_copies(read, &header)?;
        Ok(device.to_text())
    }

    /// Lets the password open the workspace alone again.
    ///
    /// # Errors
    /// An [`AppError`]; the device secret is then needed as before.
    pub fn turn_off_device_secret(&self, password: &Secret) -> Result<(), AppError> {
        let mut header = read_header(&self.folder())?;
        let read = header.counter();
        self.check_password(&header, password)?;
        self.set_device_secret(&mut header, password, None)?;
        self.write_header_and_copies(read, &header)
    }

    fn set_device_secret(
        &self,
        header: &mut Header,
        password: &Secret,
        device: Option<&DeviceSecret>,
    ) -> Result<(), AppError> {
        let (host, params) = (&self.host, self.host.kdf_params_for_new());
        Ok(header.set_device_secret(
            host.random(),
            host.kdf(),
            params,
            self.root(),
            password,
            device,
        )?)
    }

    /// Asks for the present password again; the device secret that it needs is in the header, which is
    /// open.
    pub(super) fn check_password(&self, header: &Header, present: &Secret) -> Result<(), AppError> {
        let kdf = self.host.kdf();
        match header.device_secret(self.root()) {
            Some(device) => header.unlock_with_device_secret(kdf, present, &device)?,
            None => header.unlock_with_password(kdf, present)?,
        };
        Ok(())
    }

    /// Keeps the device secret of an opened workspace on this device, where it is missing.
    pub(super) fn keep_own_device_secret(&mut self, header: &Header) {
        self.not_kept = keep_of_header(self.host.as_ref(), header, &self.root);
    }

    /// Why nothing keeps the device secret with which it was opened: it is asked for again next time.
    #[must_use]
    pub fn device_secret_not_kept(&self) -> Option<&AppError> {
        self.not_kept.as_ref()
    }

    /// What moves the device secret from a file into the key store of the system, if that answers by
    /// now; none where none is needed. It may take seconds, and holds nothing of the workspace.
    #[must_use]
    pub fn settling_of_device_secret(&self) -> Option<impl FnOnce() + Send + use<>> {
        let device = read_header(&self.folder()).ok()?.device_secret(&self.root)?;
        let (host, name) = (Arc::clone(&self.host), device.name(&self.id));
        Some(move || host.device_secrets().settle(name, &device))
    }
}

/// Keeps the device secret of a header whose root key is known, where the header needs one. Gives back
/// why nothing keeps it.
pub(super) fn keep_of_header(host: &dyn Host, header: &Header, root: &RootKey) -> Option<AppError> {
    let device = header.device_secret(root)?;
    let name = device.name(&header.workspace());
    let found = host.device_secrets().find(name).ok().flatten();
    if found.is_some_and(|(found, _)| found.name(&header.workspace()) == name) {
        return None;
    }
    keep_or_why(host, header, &device)
}

fn keep_or_why(host: &dyn Host, header: &Header, device: &DeviceSecret) -> Option<AppError> {
    let failed = kept_for_sure(host, header.workspace(), device).err();
    if let Some(error) = &failed {
        tracing::warn!(code = ?error.code, "the device secret is asked for again next time");
    }
    failed
}

impl PreparedWorkspace {
    /// Lets `password`, with which it was prepared, open the workspace together with a new device secret
    /// alone, before anything of it is on the disk.
    ///
    /// # Errors
    /// An [`AppError`]; it is then as it was.
    pub fn require_device_secret(&mut self, password: &Secret) -> Result<Secret, AppError> {
        let host = &self.host;
        let device = match self.header.device_secret(&self.root) {
            Some(device) => device,
            None => {
                self.header.unlock_with_password(host.kdf(), password)?;
                DeviceSecret::generate(host.random())
                    .map_err(|_| AppError::new(ErrorCode::Internal))?
            }
        };
        kept_for_sure(host.as_ref(), self.header.workspace(), &device)?;
        let params = host.kdf_params_for_new();
        let (random, kdf) = (host.random(), host.kdf());
        let set = &mut self.header;
        set.set_device_secret(random, kdf, params, &self.root, password, Some(&device))?;
        Ok(device.to_text())
    }
}

/// Keeps it, and reads it back: a keeper that forgets must not be found out by the next unlocking.
fn kept_for_sure(
    host: &dyn Host,
    workspace: [u8; 16],
    device: &DeviceSecret,
) -> Result<KeptIn, AppError> {
    let name = device.name(&workspace);
    let kept = host.device_secrets().keep(name, device)?;
    let found = host.device_secrets().find(name)?;
    let same = found.is_some_and(|(found, _)| found.name(&workspace) == name);
    if same { Ok(kept) } else { Err(AppError::new(ErrorCode::DeviceSecretNotKept)) }
}

/// Opens `header` with the password, and with the device secret that was typed or that this device
/// keeps where one is needed. What was typed is kept once it has opened the workspace; why that failed
/// comes with the key.
pub(super) fn open_with_password(
    host: &dyn Host,
    header: &Header,
    password: &Secret,
    typed: Option<&Secret>,
) -> Result<(RootKey, Option<AppError>), AppError> {
    let Some(name) = header.device_secret_name() else {
        return Ok((header.unlock_with_password(host.kdf(), password)?, None));
    };
    let device = match typed {
        Some(text) => read_typed(text)?,
        None => found(host, header, name)?,
    };
    let root = header.unlock_with_device_secret(host.kdf(), password, &device).map_err(other)?;
    let not_kept = typed.and_then(|_| keep_or_why(host, header, &device));
    Ok((root, not_kept))
}

/// The one that this device keeps; another one under its name, which a change of the header would
/// bring about, counts as none.
fn found(
    host: &dyn Host,
    header: &Header,
    name: DeviceSecretName,
) -> Result<DeviceSecret, AppError> {
    let found = host.device_secrets().find(name)?.map(|(device, _)| device);
    found
        .filter(|device| device.name(&header.workspace()) == name)
        .ok_or_else(|| AppError::new(ErrorCode::DeviceSecretMissing))
}

fn read_typed(text: &Secret) -> Result<DeviceSecret, AppError> {
    DeviceSecret::parse(text).map_err(|error| {
        let mut shown = AppError::new(ErrorCode::WrongDeviceSecret);
        shown.message = match error {
            DeviceSecretError::Length { found } => {
                format!("A device secret has 32 letters and digits. This has {found}.")
            }
            DeviceSecretError::Character(c) => {
                format!("A device secret has no \u{201c}{c}\u{201d}.")
            }
            DeviceSecretError::Checksum => "The device secret is mistyped.".to_owned(),
        };
        shown.in_field("deviceSecret")
    })
}

fn other(error: UnlockError) -> AppError {
    match error {
        UnlockError::OtherDeviceSecret => {
            AppError::new(ErrorCode::WrongDeviceSecret).in_field("deviceSecret")
        }
        error => error.into(),
    }
}

/// Keeps the device secret that was typed, if it is the one of the workspace in `folder`. It needs no
/// password: whose secret it is can be told from its name in the header.
///
/// # Errors
/// [`ErrorCode::WrongDeviceSecret`]; [`ErrorCode::NotFound`] where none is needed.
pub fn keep_device_secret(
    host: &dyn Host,
    folder: &WorkspaceFolder,
    typed: &Secret,
) -> Result<KeptIn, AppError> {
    let header = read_header(folder)?;
    let Some(name) = header.device_secret_name() else {
        return Err(AppError::about(ErrorCode::NotFound, "No device secret is needed"));
    };
    let device = read_typed(typed)?;
    if device.name(&header.workspace()) != name {
        return Err(other(UnlockError::OtherDeviceSecret));
    }
    kept_for_sure(host, header.workspace(), &device)
}

/// Whether the password needs the device secret in `folder`. Reads the header alone.
#[must_use]
pub fn needs_device_secret(folder: &WorkspaceFolder) -> bool {
    read_header(folder).is_ok_and(|header| header.device_secret_name().is_some())
}

/// Whether it is needed in `folder` and kept here. A key store that hangs is waited for.
///
/// # Errors
/// An [`AppError`] when the header can't be read.
pub fn device_secret_state(
    host: &dyn Host,
    folder: &WorkspaceFolder,
) -> Result<DeviceSecretState, AppError> {
    let header = read_header(folder)?;
    let Some(name) = header.device_secret_name() else { return Ok(DeviceSecretState::Off) };
    let found = match host.device_secrets().find(name) {
        Err(error) if error.code == ErrorCode::DeviceSecretUnreachable => {
            return Ok(DeviceSecretState::Unreachable);
        }
        other => other?,
    };
    let found = found.filter(|(device, _)| device.name(&header.workspace()) == name);
    Ok(found.map_or(DeviceSecretState::Missing, |(_, kept)| DeviceSecretState::Here(kept)))
}
