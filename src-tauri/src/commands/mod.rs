//! What the page may ask for: parse, call, convert. One file a feature.

mod access;
mod azure_variables;
mod clipboard;
mod conflicts;
mod connections;
mod credentials;
mod deleted;
mod dependencies;
mod device_secret;
mod devices;
mod drafts;
mod files;
mod invitations;
mod people;
mod session;
mod settings;
mod sources;
mod teams;
mod unlock;
mod variables;
mod vaults;

use tauri::{Wry, ipc::Invoke};

use crate::error::UiError;

/// Every command; the same names stand in `command_names.rs`.
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        clipboard::clipboard_clear,
        clipboard::copy_text,
        clipboard::copy_value,
        clipboard::credential_snippet,
        clipboard::reveal,
        connections::connection_create,
        connections::connection_delete,
        connections::connection_edit,
        connections::connection_get,
        connections::connection_list,
        credentials::credential_create,
        credentials::credential_delete,
        credentials::credential_delete_preview,
        credentials::credential_edit,
        credentials::credential_get,
        credentials::credential_list,
        credentials::credential_validate_step,
        credentials::expiring,
        deleted::deleted_list,
        deleted::deleted_purge,
        deleted::deleted_restore,
        devices::device_list,
        devices::device_pair,
        devices::device_loss_plan,
        devices::device_lose,
        device_secret::device_secret_get,
        device_secret::device_secret_off,
        device_secret::device_secret_on,
        device_secret::workspace_require_device_secret,
        devices::device_renew,
        devices::pairing_copy,
        devices::pairing_pick,
        devices::workspace_prepare_paired,
        drafts::draft_clear,
        drafts::draft_get,
        drafts::draft_set,
        session::activity,
        session::backup_create,
        session::lock,
        session::painted,
        session::space_free,
        session::recovery_code_copy,
        session::recovery_code_renew,
        session::recovery_code_save,
        session::session_status,
        session::workspace_open,
        session::workspace_switch,
        session::backup_restore,
        session::password_change,
        settings::naming_rule_try,
        settings::settings_get,
        settings::settings_update,
        session::key_store_set,
        unlock::unlock_with_key_store,
        unlock::password_strength,
        unlock::unlock,
        unlock::unlock_with_recovery_code,
        unlock::workspace_create,
        unlock::workspace_discard,
        unlock::workspace_prepare,
        variables::generate,
        variables::reveal_generated,
        variables::variable_create_device,
        variables::variable_create_text,
        variables::variable_delete,
        variables::variable_get,
        variables::variable_list,
        variables::variable_set_device,
        variables::variable_set_text,
        variables::variable_suggest_name,
        azure_variables::variable_check,
        azure_variables::variable_create_azure,
        azure_variables::variable_set_azure,
        files::certificate_pick,
        files::file_pick,
        files::variable_create_certificate,
        vaults::check_stop,
        vaults::vault_check,
        vaults::vault_connect,
        vaults::vault_disconnect,
        vaults::vault_edit,
        vaults::vault_list,
        vaults::vault_secrets,
        vaults::vault_test,
        dependencies::thing_find,
        dependencies::dependency_list,
        dependencies::dependency_more,
        dependencies::dependency_graph,
        dependencies::dependency_export,
        dependencies::affected_preview,
        dependencies::affected_export,
        dependencies::place_open,
        dependencies::place_copy_path,
        dependencies::place_not_this,
        sources::source_list,
        sources::source_add,
        sources::source_scan,
        sources::source_stop,
        sources::source_edit,
        sources::source_remove,
        teams::team_list,
        teams::team_folder_pick,
        teams::team_location_test,
        teams::team_create,
        teams::team_sync,
        teams::team_go_on,
        teams::team_leave,
        teams::team_join,
        teams::join_approve,
        teams::join_refuse,
        people::safety_code,
        people::person_list,
        people::person_get,
        people::person_verify,
        people::person_set_rank,
        people::person_remove_plan,
        people::person_remove,
        invitations::invitation_create,
        invitations::invitation_copy,
        invitations::invitation_save,
        invitations::invitation_cancel,
        invitations::invitation_read,
        access::access_get,
        access::share_find,
        access::share_plan,
        access::share_save,
        access::removal_plan,
        access::access_save,
        access::rotation_list,
        conflicts::conflict_list,
        conflicts::conflict_choose,
        conflicts::conflict_reveal,
    ]
}

/// An identifier that the page sent.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, UiError> {
    text.parse().map_err(|_| UiError::not_found())
}
