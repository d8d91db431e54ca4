//! The words of each kind of failure.

use super::ErrorCode;

/// The words of each code: what happened, and what to do next. One table for all front ends.
pub(super) const WORDS: &[(ErrorCode, &str, &str)] = &[
    (
        ErrorCode::Invalid,
        "Something in the form is not right yet.",
        "Correct the marked field and try again.",
    ),
    (
        ErrorCode::NotFound,
        "It was not found.",
        "Check the name. Names must match exactly, apart from case.",
    ),
    (ErrorCode::NameTaken, "The name is already used in this workspace.", "Choose another name."),
    (ErrorCode::InUse, "It is still in use.", "Remove what uses it first, then try again."),
    (
        ErrorCode::NotAllowed,
        "This is not allowed.",
        "Choose another credential, or another place to use it.",
    ),
    (
        ErrorCode::WrongPassword,
        "That password didn't open this workspace.",
        "Check Caps Lock and the keyboard language, or use the recovery code.",
    ),
    (
        ErrorCode::WrongRecoveryCode,
        "That recovery code didn't open this workspace.",
        "Compare it with the sheet, group by group.",
    ),
    (
        ErrorCode::WrongPairingCode,
        "That code didn't open the pairing file.",
        "Take the code and the file of one pairing, and compare group by group.",
    ),
    (
        ErrorCode::DeviceSecretMissing,
        "This device does not have the device secret of this workspace.",
        "Type its groups once, or use the recovery code.",
    ),
    (
        ErrorCode::DeviceSecretUnreachable,
        "The key store of this computer, which may hold the device secret, gives no answer.",
        "Unlock the key store and try again, type the groups, or use the recovery code.",
    ),
    (
        ErrorCode::DeviceSecretNotKept,
        "Nothing on this computer keeps the device secret.",
        "Set up a key store, or check the rights of the folder of your settings, then try again.",
    ),
    (
        ErrorCode::WrongDeviceSecret,
        "That is not the device secret of this workspace.",
        "Compare it with what you wrote down, group by group, or use the recovery code.",
    ),
    (
        ErrorCode::WeakPassword,
        "The password is too easy to guess.",
        "Make it longer: four or more unusual words are good.",
    ),
    (
        ErrorCode::HeaderDamaged,
        "The workspace's header is damaged.",
        "Restore a backup. The file was left as it is.",
    ),
    (
        ErrorCode::StoreDamaged,
        "The workspace's database is damaged.",
        "Restore a backup. The file was left as it is.",
    ),
    (
        ErrorCode::NewerFormat,
        "A newer version of Credenza wrote this workspace.",
        "Update Credenza. The workspace was left as it is.",
    ),
    (
        ErrorCode::ReadOnly,
        "The workspace can't be written.",
        "Check the rights of its folder, and whether the disk is read-only.",
    ),
    (
        ErrorCode::DiskFull,
        "The disk is full. Nothing was changed.",
        "Free some space, then try again.",
    ),
    (
        ErrorCode::WorkspaceBusy,
        "Another program is using the workspace.",
        "Wait until it has finished, or lock it there, then try again.",
    ),
    (
        ErrorCode::ChangedMeanwhile,
        "It was changed at the same moment.",
        "Nothing was stored. Look at it as it is now, then change it again.",
    ),
    (
        ErrorCode::WorkspaceExists,
        "There is something at this place already.",
        "Choose another name or folder.",
    ),
    (
        ErrorCode::NotAWorkspace,
        "This folder is not a Credenza workspace.",
        "Choose a folder whose name ends in .credenza, or create a workspace.",
    ),
    (
        ErrorCode::KeyStoreUnavailable,
        "The key store of this computer can't be used.",
        "Use the master password.",
    ),
    (
        ErrorCode::BackupDamaged,
        "The backup is damaged. Nothing was restored.",
        "Use another backup.",
    ),
    (
        ErrorCode::VaultRefused,
        "The vault refuses to read the secret.",
        "Ask for the right that is named, or choose another secret.",
    ),
    (
        ErrorCode::VaultOffline,
        "The vault gave no answer.",
        "Check the network and the address, then try again.",
    ),
    (ErrorCode::VaultThrottled, "The vault asks to wait.", "Try again in a minute."),
    (
        ErrorCode::VaultNotConnected,
        "A colleague named this vault. It is not connected here, and nothing was sent to it.",
        "If you know the address, open the vault under Vaults and choose how to sign in.",
    ),
    (
        ErrorCode::VaultConflict,
        "A deleted or changing secret holds this name.",
        "Recover or purge the deleted secret in its vault, or choose another name.",
    ),
    (
        ErrorCode::SignInFailed,
        "The sign-in failed.",
        "Check tenant, client id and secret, or sign in again with az login.",
    ),
    (
        ErrorCode::CertificateWrongPassword,
        "The password does not open the certificate.",
        "Type the password that the file was exported with.",
    ),
    (
        ErrorCode::CertificateNoKey,
        "The certificate comes without its private key.",
        "Export it again with its private key, or choose one whose key may be exported.",
    ),
    (
        ErrorCode::CertificateUnreadable,
        "This is not a certificate that can be used.",
        "Choose a PFX file, or a PEM file with the certificate and its private key in PKCS#8 form.",
    ),
    (ErrorCode::Ambiguous, "Several have this name.", "Use the mail, or name the team."),
    (
        ErrorCode::LocationUnavailable,
        "The team's location is not reached.",
        "Check the folder or the network. What was changed here is sent later.",
    ),
    (
        ErrorCode::LocationAlarm,
        "The team's location is not as it should be.",
        "Nothing is written there. Talk to an owner of the team; then decide to go on.",
    ),
    (ErrorCode::Cancelled, "It was stopped.", "Start it again when you like."),
    (ErrorCode::File, "A file could not be read or written.", "Check the path and its rights."),
    (
        ErrorCode::Internal,
        "Something went wrong inside Credenza.",
        "Try again. If it happens again, report it with the details.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_of_its_own() {
        let mut seen = std::collections::HashSet::new();
        for (code, what, next) in WORDS {
            assert!(seen.insert(code), "{code:?} stands twice");
            assert!(what.ends_with('.') && next.ends_with('.'), "{code:?} is not in sentences");
        }
        // The last code of the enum, which is counted from zero.
        assert_eq!(seen.len(), ErrorCode::Internal as usize + 1, "a code has no words");
    }
}
