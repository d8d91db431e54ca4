// Every command. The build script declares them, which turns access control on for them; the shell
// registers them. A command that is missing in either place can't be called.
const COMMANDS: &[&str] = &[
    "session_status", "password_strength", "workspace_prepare", "workspace_create", "workspace_discard",
    "recovery_code_save", "recovery_code_copy", "unlock", "unlock_with_recovery_code", "lock", "activity",
    "workspace_open", "workspace_switch", "password_change", "recovery_code_renew", "backup_create",
    "backup_restore", "painted", "space_free", "settings_get", "settings_update", "naming_rule_try", "credential_list",
    "credential_get", "credential_validate_step", "credential_create", "credential_edit",
    "credential_delete_preview", "credential_delete", "credential_snippet", "reveal", "copy_value",
    "clipboard_clear", "copy_text", "expiring", "deleted_list", "deleted_restore", "deleted_purge",
    "variable_list", "variable_get", "variable_suggest_name", "variable_create_text",
    "variable_create_device", "variable_set_text", "variable_set_device", "variable_delete", "generate",
    "reveal_generated", "connection_list", "connection_get", "connection_create", "connection_edit",
    "connection_delete", "vault_list", "draft_get", "draft_set", "draft_clear", "key_store_set", "unlock_with_key_store",
    "variable_create_certificate", "variable_create_azure", "variable_set_azure", "variable_check", "certificate_pick", "file_pick", "check_stop",
    "vault_test", "vault_connect", "vault_edit", "vault_disconnect", "vault_check", "vault_secrets",
    "thing_find", "dependency_list", "dependency_more", "dependency_graph", "dependency_export", "affected_preview",
    "affected_export", "place_open", "place_copy_path", "place_not_this", "source_list", "source_add", "source_scan",
    "source_stop", "source_edit", "source_remove",
    "access_get", "share_find", "share_plan", "share_save", "removal_plan", "access_save", "rotation_list",
];
