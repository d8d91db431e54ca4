/* eslint-disable */
// What Rust answers to, with src-tauri/src/commands and views; `cargo xtask bindings` holds them together.
import { invoke as TAURI_INVOKE } from "@tauri-apps/api/core";
import * as TAURI_API_EVENT from "@tauri-apps/api/event";

export const commands = {
  // session
  async sessionStatus(): Promise<Result<SessionView, UiError>> { return call("session_status"); },
  async passwordStrength(password: string, hints: string[]): Promise<Result<StrengthView, UiError>> { return call("password_strength", { password, hints }); },
  async workspacePrepare(request: WorkspaceCreateRequest): Promise<Result<RecoveryCodeView, UiError>> { return call("workspace_prepare", { request }); },
  async workspaceCreate(): Promise<Result<SessionView, UiError>> { return call("workspace_create"); },
  async workspaceDiscard(): Promise<Result<null, UiError>> { return call("workspace_discard"); },
  async recoveryCodeSave(): Promise<Result<boolean, UiError>> { return call("recovery_code_save"); },
  async recoveryCodeCopy(): Promise<Result<ClipboardView, UiError>> { return call("recovery_code_copy"); },
  async unlock(password: string, deviceSecret: string | null): Promise<Result<SessionView, UiError>> { return call("unlock", { password, deviceSecret }); },
  async unlockWithKeyStore(): Promise<Result<SessionView, UiError>> { return call("unlock_with_key_store"); },
  async unlockWithRecoveryCode(code: string, newPassword: string): Promise<Result<RecoveryCodeView, UiError>> { return call("unlock_with_recovery_code", { code, newPassword }); },
  async lock(): Promise<Result<null, UiError>> { return call("lock"); },
  async activity(): Promise<Result<null, UiError>> { return call("activity"); },
  async workspaceOpen(): Promise<Result<SessionView, UiError>> { return call("workspace_open"); },
  async workspaceSwitch(path: string): Promise<Result<SessionView, UiError>> { return call("workspace_switch", { path }); },
  async passwordChange(current: string, replacement: string): Promise<Result<null, UiError>> { return call("password_change", { current, replacement }); },
  async recoveryCodeRenew(password: string): Promise<Result<RecoveryCodeView, UiError>> { return call("recovery_code_renew", { password }); },
  async keyStoreSet(enabled: boolean): Promise<Result<SessionView, UiError>> { return call("key_store_set", { enabled }); },
  async backupCreate(): Promise<Result<BackupView | null, UiError>> { return call("backup_create"); },
  async backupRestore(password: string, deviceSecret: string | null, recoveryCode: string | null): Promise<Result<SessionView | null, UiError>> { return call("backup_restore", { password, deviceSecret, recoveryCode }); },
  async painted(): Promise<Result<null, UiError>> { return call("painted"); },

  // settings
  /** The bytes that are free where the workspace lies; null when the system does not say. */
  async spaceFree(): Promise<Result<number | null, UiError>> { return call("space_free"); },
  async settingsGet(): Promise<Result<SettingsView, UiError>> { return call("settings_get"); },
  async settingsUpdate(settings: SettingsView): Promise<Result<SettingsView, UiError>> { return call("settings_update", { settings }); },
  async namingRuleTry(expression: string, name: string): Promise<Result<NamingRuleTryView, UiError>> { return call("naming_rule_try", { expression, name }); },

  // credentials
  async credentialList(query: CredentialQuery): Promise<Result<CredentialPage, UiError>> { return call("credential_list", { query }); },
  async credentialGet(id: string): Promise<Result<CredentialView, UiError>> { return call("credential_get", { id }); },
  async credentialValidateStep(draft: CredentialDraft, step: WizardStep): Promise<Result<FieldProblem[], UiError>> { return call("credential_validate_step", { draft, step }); },
  async credentialCreate(draft: CredentialDraft): Promise<Result<CredentialView, UiError>> { return call("credential_create", { draft }); },
  async credentialEdit(id: string, request: CredentialEditRequest): Promise<Result<CredentialView, UiError>> { return call("credential_edit", { id, request }); },
  async credentialDeletePreview(ids: string[]): Promise<Result<DeletePreview, UiError>> { return call("credential_delete_preview", { ids }); },
  async credentialDelete(ids: string[]): Promise<Result<null, UiError>> { return call("credential_delete", { ids }); },
  async credentialSnippet(id: string, language: SnippetLanguage): Promise<Result<null, UiError>> { return call("credential_snippet", { id, language }); },
  async reveal(id: string, field: ValueField): Promise<Result<RevealedView, UiError>> { return call("reveal", { id, field }); },
  async copyValue(id: string, field: ValueField): Promise<Result<ClipboardView, UiError>> { return call("copy_value", { id, field }); },
  async clipboardClear(): Promise<Result<null, UiError>> { return call("clipboard_clear"); },
  async copyText(text: string): Promise<Result<null, UiError>> { return call("copy_text", { text }); },
  async expiring(): Promise<Result<ExpiryView, UiError>> { return call("expiring"); },

  // recently deleted
  async deletedList(cursor: string | null): Promise<Result<DeletedPage, UiError>> { return call("deleted_list", { cursor }); },
  async deletedRestore(kind: ItemKind, id: string): Promise<Result<null, UiError>> { return call("deleted_restore", { kind, id }); },
  async deletedPurge(kind: ItemKind, id: string): Promise<Result<null, UiError>> { return call("deleted_purge", { kind, id }); },

  // variables
  async variableList(query: VariableQuery): Promise<Result<VariablePage, UiError>> { return call("variable_list", { query }); },
  async variableGet(id: string): Promise<Result<VariableView, UiError>> { return call("variable_get", { id }); },
  async variableSuggestName(displayName: string): Promise<Result<string, UiError>> { return call("variable_suggest_name", { displayName }); },
  async variableCreateText(request: TextVariableRequest): Promise<Result<VariableView, UiError>> { return call("variable_create_text", { request }); },
  async variableCreateDevice(request: DeviceVariableRequest): Promise<Result<VariableView, UiError>> { return call("variable_create_device", { request }); },
  async variableCreateCertificate(request: CertificateVariableRequest): Promise<Result<VariableView, UiError>> { return call("variable_create_certificate", { request }); },
  /** Checks read access first; the answer comes when the check ends. `checkId` is chosen by the page for `checkStop`. */
  async variableCreateAzure(request: AzureVariableRequest, checkId: string, unchecked: boolean): Promise<Result<SaveOutcome, UiError>> { return call("variable_create_azure", { request, checkId, unchecked }); },
  async checkStop(checkId: string): Promise<Result<null, UiError>> { return call("check_stop", { checkId }); },
  async variableCheck(id: string, checkId: string): Promise<Result<VariableView, UiError>> { return call("variable_check", { id, checkId }); },
  async variableSetText(id: string, displayName: string | null, value: string | null, seen: VariableMarks): Promise<Result<VariableView, UiError>> { return call("variable_set_text", { id, displayName, value, seen }); },
  async variableSetDevice(id: string, displayName: string | null, value: NewValue | null, seen: VariableMarks): Promise<Result<VariableView, UiError>> { return call("variable_set_device", { id, displayName, value, seen }); },
  async variableSetAzure(id: string, request: AzureEditRequest, checkId: string, unchecked: boolean): Promise<Result<SaveOutcome, UiError>> { return call("variable_set_azure", { id, request, checkId, unchecked }); },
  async variableDelete(ids: string[]): Promise<Result<null, UiError>> { return call("variable_delete", { ids }); },
  async generate(request: GenerateRequest): Promise<Result<GeneratedView, UiError>> { return call("generate", { request }); },
  async revealGenerated(handle: string): Promise<Result<RevealedView, UiError>> { return call("reveal_generated", { handle }); },
  async certificatePick(password: string | null): Promise<Result<PickedCertificate | null, UiError>> { return call("certificate_pick", { password }); },

  // connections
  async connectionList(query: ConnectionQuery): Promise<Result<ConnectionPage, UiError>> { return call("connection_list", { query }); },
  async connectionGet(id: string): Promise<Result<ConnectionView, UiError>> { return call("connection_get", { id }); },
  async connectionCreate(request: ConnectionRequest): Promise<Result<ConnectionView, UiError>> { return call("connection_create", { request }); },
  async connectionEdit(id: string, request: ConnectionRequest): Promise<Result<ConnectionView, UiError>> { return call("connection_edit", { id, request }); },
  async connectionDelete(ids: string[]): Promise<Result<null, UiError>> { return call("connection_delete", { ids }); },

  // vaults
  async vaultList(): Promise<Result<VaultView[], UiError>> { return call("vault_list"); },
  async vaultTest(request: VaultRequest, checkId: string): Promise<Result<SignedInView, UiError>> { return call("vault_test", { request, checkId }); },
  async vaultConnect(request: VaultRequest, checkId: string): Promise<Result<VaultView, UiError>> { return call("vault_connect", { request, checkId }); },
  async vaultEdit(id: string, request: VaultRequest, checkId: string): Promise<Result<VaultView, UiError>> { return call("vault_edit", { id, request, checkId }); },
  async vaultDisconnect(id: string): Promise<Result<null, UiError>> { return call("vault_disconnect", { id }); },
  async vaultCheck(id: string, checkId: string): Promise<Result<VaultHealthView, UiError>> { return call("vault_check", { id, checkId }); },
  /** One page of names; `cursor` null starts anew. Pages of 25 come from Azure, so the UI asks on until `next` is null or Stop. */
  async vaultSecrets(id: string, cursor: string | null): Promise<Result<VaultSecretPage, UiError>> { return call("vault_secrets", { id, cursor }); },
  async filePick(purpose: FilePurpose): Promise<Result<PickedFile | null, UiError>> { return call("file_pick", { purpose }); },

  // drafts of forms, kept sealed through a lock; values are never part of them
  async draftGet(form: string): Promise<Result<string | null, UiError>> { return call("draft_get", { form }); },
  async draftSet(form: string, json: string): Promise<Result<null, UiError>> { return call("draft_set", { form, json }); },
  async draftClear(form: string): Promise<Result<null, UiError>> { return call("draft_clear", { form }); },
};

export const events = {
  sessionChanged: on<SessionView>("session-changed"),
  dataChanged: on<DataChanged>("data-changed"),
  clipboardChanged: on<ClipboardEventView>("clipboard-changed"),
  lockSoon: on<LockSoon>("lock-soon"),
  checkProgress: on<CheckProgress>("check-progress"),
  appearanceChanged: on<AppearanceView>("appearance-changed"),
};

/* Every moment in time is a string in RFC 3339, UTC. Every id is a UUID. */

export type ErrorCode =
  | "invalid" | "notFound" | "nameTaken" | "inUse" | "notAllowed" | "locked" | "wrongPassword" | "waitBeforeTrying"
  | "wrongRecoveryCode" | "wrongPairingCode" | "deviceSecretMissing" | "deviceSecretUnreachable" | "deviceSecretNotKept" | "wrongDeviceSecret" | "preparedGone" | "weakPassword" | "headerDamaged" | "storeDamaged" | "newerFormat" | "readOnly" | "diskFull" | "workspaceBusy" | "changedMeanwhile"
  | "workspaceExists" | "notAWorkspace" | "keyStoreUnavailable" | "vaultRefused" | "vaultOffline" | "vaultThrottled" | "vaultNotConnected" | "signInFailed" | "vaultConflict"
  | "certificateWrongPassword" | "certificateNoKey" | "certificateUnreadable" | "backupDamaged" | "cancelled" | "ambiguous" | "locationUnavailable" | "locationAlarm" | "clipboardUnavailable" | "file" | "internal";
/** `message` says what happened and to what, `hint` what to do next; both from Rust's one table. `fields` are problems of a form. */
export type UiError = { code: ErrorCode; message: string; hint: string; fields: FieldProblem[]; retryAfterSeconds: number | null; refusal: RefusalView | null; blockedBy: ItemLink[] };
export type FieldProblem = { field: string; message: string };
export type ItemKind = "credential" | "variable" | "connection" | "vault";
export type ItemLink = { kind: ItemKind; id: string; name: string };

export type SessionState = "none" | "locked" | "unlocked";
export type LockReason = "started" | "screenLocked" | "suspended" | "idle" | "asked" | "switched";
export type KeyStoreState = "notSetUp" | "ready";
export type WorkspaceEntry = { name: string; path: string; lastOpened: string | null };
export type SessionView = { state: SessionState; workspace: WorkspaceEntry | null; others: WorkspaceEntry[]; lockedWhy: LockReason | null; lockedAt: string | null; waitSeconds: number | null; keyStore: KeyStoreState; person: string | null; appearance: AppearanceView; syncedBy: string | null; deviceSecretNotKept: string | null; needsDeviceSecret: boolean };
export type AppearanceView = { theme: ThemeName; systemDark: boolean; textSizePercent: number; denseRows: boolean; reduceMotion: boolean };
export type ThemeName = "system" | "light" | "dark" | "highContrast";
export type StrengthWord = "weak" | "fair" | "strong" | "veryStrong";
export type StrengthView = { word: StrengthWord; bars: number; advice: string | null; acceptable: boolean };
export type WorkspaceCreateRequest = { name: string; personName: string; mail: string | null; password: string };
/** Eight groups of four characters. */
export type RecoveryCodeView = { groups: string[] };
export type BackupView = { path: string; bytes: number };
export type SettingsView = { lockAfterMinutes: number | null; lockOnScreenLock: boolean; lockOnSuspend: boolean; clearClipboardSeconds: number; revealSeconds: number; theme: ThemeName; textSizePercent: number; denseRows: boolean; reduceMotion: boolean; namingRule: NamingRuleView | null; variablePrefix: string; pins: string[]; bannerHiddenUntil: string | null; tables: Record<string, string> };
/** `tables` of settings: per table its order and widths, in the words of the page. */
export type NamingRuleView = { expression: string; message: string };
/** `problem` is set when the expression can't be read. */
export type NamingRuleTryView = { met: boolean; problem: string | null };

export type LocationName = "connection" | "desktopFlow" | "network";
export type AuthenticationName = "userNameAndPassword" | "certificate";
export type StoreKindName = "thisDevice" | "azureKeyVault";
export type StoreView = { kind: StoreKindName; vaultId: string | null; vaultName: string | null; keyVault: string | null };
/** Sort order of `kind` as in the list. `days` only for `expiring`. */
export type StatusView = { kind: StatusKind; days: number | null; expires: string | null };
export type StatusKind = "noAccess" | "notFound" | "disabled" | "expired" | "expiring" | "offline" | "notChecked" | "ready";

export type SortDirection = "ascending" | "descending";
export type CredentialSort = "name" | "store" | "usedBy" | "status" | "changed";
export type CredentialFilter = "all" | "expiring" | "unused" | "sharedWithMe" | "sharedByMe";
export type CredentialQuery = { search: string; filter: CredentialFilter; stores: StoreKindName[]; locations: LocationName[]; statuses: StatusKind[]; sort: CredentialSort; direction: SortDirection; cursor: string | null; limit: number };
export type CredentialListView = { id: string; name: string; description: string; store: StoreView; locations: LocationName[]; authentication: AuthenticationName; usedBy: number; status: StatusView; shared: SharedView | null; changed: string };
export type CredentialPage = { rows: CredentialListView[]; next: string | null; total: number; totalIsExact: boolean };
export type CredentialView = { id: string; name: string; description: string; store: StoreView; locations: LocationName[]; authentication: AuthenticationName; userName: ValueView | null; secret: ValueView; certificate: CertificateView | null; usedBy: ItemLink[]; usedByTotal: number; status: StatusView; refusal: RefusalView | null; shared: SharedView | null; checked: string | null; created: string; changed: string; marks: CredentialMarks };
/** `text` only for a user name, which is no secret. */
export type ValueView = { variableId: string; displayName: string; name: string; text: string | null; canReveal: boolean; canCopy: boolean };
export type CertificateView = { subject: string; thumbprint: string; notBefore: string; notAfter: string };
export type WizardStep = "name" | "location" | "values";
export type CredentialDraft = { name: string; description: string; locations: LocationName[]; authentication: AuthenticationName; userNameVariableId: string | null; secretVariableId: string | null };
/** What is null stays as it is. */
export type CredentialEditRequest = { name: string | null; description: string | null; locations: LocationName[] | null; seen: CredentialMarks };
/** What the fields of a form held when it was filled; it comes back with what is saved. */
export type CredentialMarks = { name: string; description: string; locations: string };
export type VariableMarks = { displayName: string; value: string };
export type DeletePreview = { credentials: ItemLink[]; variables: ItemLink[]; connections: ItemLink[]; connectionsTotal: number };
export type SnippetLanguage = "powerShell" | "python" | "bash" | "csharp" | "javaScript";
export type ValueField = "userName" | "password" | "certificate";
/** The only replies that hold a value: those of `reveal` and `revealGenerated`. */
export type RevealedView = { value: string; seconds: number };
export type ClipboardView = { clearsInSeconds: number };
export type ExpiryView = { count: number; first: FirstExpiry | null };
export type FirstExpiry = { credential: string | null; variable: string; days: number };
export type DeletedView = { kind: ItemKind; id: string; name: string; deleted: string; purged: string };
export type DeletedPage = { rows: DeletedView[]; next: string | null; total: number; totalIsExact: boolean };

export type VariableKind = "text" | "secret" | "certificate";
export type VariableFilter = "all" | "text" | "secret" | "expiring" | "unused" | "sharedWithMe" | "sharedByMe";
export type VariableSort = "displayName" | "name" | "place" | "usedBy" | "status" | "changed";
/** `kinds` empty means all; the wizard asks for one. `stores` and `vaultId` narrow secrets. */
export type VariableQuery = { search: string; filter: VariableFilter; kinds: VariableKind[]; stores: StoreKindName[]; vaultId: string | null; sort: VariableSort; direction: SortDirection; cursor: string | null; limit: number };
/** `place` is the text of a text variable, or the store and secret of a secret one. */
export type VariableListView = { id: string; displayName: string; name: string; kind: VariableKind; place: string; store: StoreView | null; usedBy: number; status: StatusView; shared: SharedView | null; changed: string };
export type VariablePage = { rows: VariableListView[]; next: string | null; total: number; totalIsExact: boolean };
export type VariableView = { id: string; displayName: string; name: string; kind: VariableKind; text: string | null; store: StoreView | null; azure: AzureReferenceView | null; certificate: CertificateView | null; status: StatusView; refusal: RefusalView | null; shared: SharedView | null; checked: string | null; usedBy: ItemLink[]; usedByTotal: number; created: string; changed: string; marks: VariableMarks };
export type AzureReferenceView = { subscription: string; resourceGroup: string; keyVault: string; secret: string; version: string | null; path: string };
export type TextVariableRequest = { displayName: string; name: string; value: string };
/** A value that was typed, or the handle of one that Rust generated or read from a file. */
export type NewValue = { kind: "typed"; value: string; repeat: string } | { kind: "handle"; handle: string };
export type DeviceVariableRequest = { displayName: string; name: string; value: NewValue };
export type CertificateVariableRequest = { displayName: string; name: string; handle: string };
/** Where a secret of Azure lies. */
export type AzurePlace = { vaultId: string; subscription: string; resourceGroup: string; keyVault: string; secret: string; version: string | null };
export type AzureVariableRequest = AzurePlace & { displayName: string; name: string; certificate: boolean };
/** Null leaves what is there; `seen` are the marks that the form was filled with. */
export type AzureEditRequest = { displayName: string | null; place: AzurePlace | null; seen: VariableMarks };
/** `saved`; `refused`: nothing was stored; `noAnswer`: nothing was stored, "Keep without check" may follow; `stopped`. */
export type SaveOutcome = { outcome: "saved"; variable: VariableView } | { outcome: "refused"; refusal: RefusalView } | { outcome: "noAnswer"; address: string; seconds: number; tries: number; error: UiError } | { outcome: "stopped" };
/** `sentence` is the exact sentence of C9, `cause` the named cause, `command` what mends it (or null), `request` a text for an admin. */
export type RefusalView = { sentence: string; path: string; cause: CauseKind; causeText: string; field: string | null; command: string | null; request: string; who: string | null };
export type CauseKind = "role" | "model" | "disabled" | "expired" | "notYetValid" | "firewall" | "tenant" | "notFound" | "provider" | "clock" | "unknown";
export type GenerateRequest = { length: number; upper: boolean; lower: boolean; digits: boolean; symbols: boolean };
export type GeneratedView = { handle: string; strength: StrengthView; length: number };
export type PickedCertificate = { handle: string; fileName: string; certificate: CertificateView };

export type ConnectionKindName = "machine" | "ssh" | "postgres" | "http";
export type ConnectionSort = "name" | "target" | "credential" | "changed";
export type ConnectionQuery = { search: string; kinds: ConnectionKindName[]; sort: ConnectionSort; direction: SortDirection; cursor: string | null; limit: number };
export type ConnectionListView = { id: string; name: string; kind: ConnectionKindName; target: string; credential: ItemLink | null; status: StatusView | null; changed: string };
export type ConnectionPage = { rows: ConnectionListView[]; next: string | null; total: number; totalIsExact: boolean };
export type ConnectionView = { id: string; name: string; kind: ConnectionKindName; target: string; credential: ItemLink | null; status: StatusView | null; created: string; changed: string };
export type ConnectionRequest = { name: string; kind: ConnectionKindName; target: string; credentialId: string | null };

export type AzureSignInName = "cli" | "clientSecret" | "clientCertificate" | "managedIdentity" | "workloadIdentity";
/** `clientSecret` null on edit keeps the stored one. `certificateHandle` comes from `filePick("clientCertificate")`, `caHandle` from `filePick("authority")`. */
export type VaultRequest = { name: string; url: string; signIn: AzureSignInName; tenant: string | null; clientId: string | null; clientSecret: string | null; certificateHandle: string | null; certificatePassword: string | null; tokenFile: string | null; authorityHost: string | null; armUrl: string | null; caHandle: string | null; keepCa: boolean };
export type VaultView = { id: string; kind: StoreKindName; name: string; address: string; keyVault: string | null; signIn: AzureSignInName | null; signedInAs: string | null; tenant: string | null; clientId: string | null; authorityHost: string | null; armUrl: string | null; tokenFile: string | null; hasCa: boolean; subscription: string | null; resourceGroup: string | null; values: number; usedBy: number; refused: number; health: VaultHealthView | null };
export type VaultHealthView = { reachable: boolean; signedInAs: string | null; answerMs: number | null; problem: string | null; checked: string };
export type SignedInView = { who: string; tenant: string | null; how: string; answerMs: number; subscription: string | null; resourceGroup: string | null };
export type VaultSecretView = { name: string; enabled: boolean; expires: string | null; changed: string | null; contentType: string | null; certificate: boolean; usedBy: number };
export type VaultSecretPage = { rows: VaultSecretView[]; next: string | null };
export type FilePurpose = "clientCertificate" | "authority" | "tokenFile" | "keyFile";
export type PickedFile = { handle: string; fileName: string; path: string };

/** What can be looked up. The id of a `secret` is made by Rust from its vault and name; the others are those of their lists. */
export type ThingKind = "secret" | "variable" | "credential" | "connection" | "person" | "team";
export type ThingRef = { kind: ThingKind; id: string };
/** Which icon and which word a thing or place gets. */
export type ThingLook = "vaultSecret" | "text" | "secret" | "certificate" | "credential" | "machine" | "ssh" | "postgres" | "http" | "person" | "team" | "code" | "program" | "unresolved";
/** `sub` is one short line: the target of a connection, the vault of a secret, the unique name of a variable. `uses` null: not known. */
export type ThingView = { kind: ThingKind; id: string; look: ThingLook; name: string; sub: string; uses: number | null };
export type DependencyTab = "usedBy" | "uses" | "deleteBlockedBy";
/** In the order in which they are shown. `hidden` has a total and no rows. */
export type DependencyGroup = "secrets" | "variables" | "credentials" | "connections" | "code" | "programs" | "people" | "unresolved" | "hidden";
export type ReadFilter = "any" | "week" | "month" | "notKnown";
/** `groups` and `sources` empty mean all. `limit` is the most rows of each group; 0 asks for the numbers alone. */
export type DependencyQuery = { thing: ThingRef; tab: DependencyTab; search: string; groups: DependencyGroup[]; sources: string[]; read: ReadFilter; limit: number };
/** `counts` are those of the tabs without filters. `sources` are those with a place in this tab. */
export type DependencyView = { thing: ThingView; counts: DependencyCounts; groups: DependencyGroupView[]; sources: SourceName[]; verdict: Verdict; coverage: CoverageView };
export type DependencyCounts = { usedBy: number; uses: number; deleteBlockedBy: number };
export type SourceName = { id: string; name: string };
/** `total` counts what fits the filters; `next` null: these are all. */
export type DependencyGroupView = { group: DependencyGroup; total: number; rows: DependencyRow[]; next: string | null };
/** `thing` for what has a page of its own, `place` for a place in code. `edge`: how the use is known. `candidate`: the vault is not known, so it may be another secret of that name. */
export type DependencyRow = { id: string; look: ThingLook; name: string; thing: ThingRef | null; place: PlaceView | null; how: HowView; lastRead: LastReadView; pickUp: PickUp; edge: EdgeKind; candidate: boolean; notThis: boolean };
/** `folder` ends in "/" or is empty. `cell` counts from 1, for notebooks. `expression` is the form as found. */
export type CellView = { n: number; line: number };
export type PlaceView = { sourceId: string; source: string; folder: string; file: string; line: number; column: number; cell: CellView | null; form: string; language: string; expression: string };
/** `through`: `name` is the thing between. `refersTo`: a variable of a vault secret. `mayUse`: the name is computed at run time. `read`: a program was given the value; `name` is how often. */
export type HowView = { kind: "userName" | "password" | "certificate" | "through" | "refersTo" | "code" | "mayUse" | "read" | "member" | "reported"; name: string | null; reported: ReportedView | null };
/** What somebody's Credenza reported: numbers alone. `own`: another device of this person's. */
export type ReportedView = { own: boolean; credentials: number; connections: number; places: number; programs: number };
/** `at` null: not known. `program` null: in the window. */
export type LastReadView = { at: string | null; program: string | null };
/** When a use gets a new value. */
export type PickUp = "atOnce" | "nextRun" | "cached" | "afterRestart" | "afterDeployment" | "notKnown";
export type EdgeKind = "declared" | "found" | "observed";
/** `safeToDelete` only with complete coverage; `noUseFound` without. */
export type Verdict = "used" | "noUseFound" | "safeToDelete";
/** `scanned` is the oldest last scan of a source. `skipped` counts gaps alone, `ignored` what is listed but is no gap. */
export type CoverageView = { complete: boolean; sources: number; files: number; scanned: string | null; skipped: number; ignored: number; unresolved: number; hidden: number; gaps: CoverageGap[]; people: CoveragePerson[] };
/** Somebody who has the thing as well. `reported`: the oldest word of their devices; null while one is missing. */
export type CoveragePerson = { name: string; reported: string | null; counts: ReportedView };
/** One thing that is missing. `path` for single files; `count` for what is only counted, and days of an old report. `own`: `person` is this one, on another device. */
export type CoverageGap = { kind: GapKind; sourceId: string | null; source: string | null; path: string | null; person: string | null; own: boolean; count: number };
export type GapKind = "noSource" | "neverScanned" | "stale" | "scanning" | "folderMissing" | "tooLarge" | "noPermission" | "unreadable" | "parseFailed" | "unresolved" | "hidden" | "noReport" | "reportOld" | "reportAhead" | "reportIncomplete" | "reportUnresolved" | "shared" | "teamNotSeen";
/** Both ways from the thing: `level` 0 is the thing, positive is what uses it, negative what it uses. At most 2,000 nodes, nearest first; `total` counts all, `deeper` says that a further level has more. */
export type GraphView = { nodes: GraphNode[]; edges: GraphEdge[]; total: number; deeper: boolean };
export type GraphNode = { id: string; look: ThingLook; name: string; sub: string; thing: ThingRef | null; place: PlaceView | null; level: number };
/** From what is used to what uses it. `kind` "mayUse" is drawn dashed. */
export type GraphEdge = { from: string; to: string; kind: EdgeKind | "mayUse" };
export type ExportFormat = "csv" | "json" | "mermaid" | "svg";
export type ExportedView = { path: string; rows: number };
export type OpenedView = { opened: "editor" | "folder" };
export type AffectedAction = "edit" | "rename" | "rotate" | "unshare" | "delete" | "look";
/** `personId` for un-share alone. */
export type AffectedRequest = { action: AffectedAction; things: ThingRef[] };
/** `needsYou` will not follow by itself; its rows are not in `groups`. `blockedBy` not empty: a delete will be refused. */
export type AffectedView = { counts: AffectedCounts; needsYou: DependencyGroupView; groups: DependencyGroupView[]; blockedBy: ItemLink[]; verdict: Verdict; coverage: CoverageView };
export type AffectedCounts = { credentials: number; connections: number; places: number; programs: number; people: number; unresolved: number; hidden: number };

export type SourceView = { id: string; name: string; path: string; git: boolean; watched: boolean; missing: boolean; ignore: string[]; scan: ScanProgress | null; last: ScanSummaryView | null };
export type SourceEditRequest = { name: string; ignore: string[]; watched: boolean };
export type ScanSummaryView = { finished: string; seconds: number; files: number; references: number; unresolved: number; languages: LanguageCount[]; skipped: SkipCount[] };
export type LanguageCount = { language: string; files: number };
/** `gap`: coverage is not complete because of it. */
export type SkipCount = { reason: SkipReason; files: number; gap: boolean };
export type SkipReason = "gitIgnored" | "ignoreRule" | "binary" | "tooLarge" | "noPermission" | "unreadable" | "parseFailed";
/** `total` null: not counted yet. `problem` only for "failed". */
export type ScanProgress = { sourceId: string; state: "running" | "finished" | "stopped" | "failed"; files: number; total: number | null; problem: string | null };

/** `coOwner` can edit; `view` uses; `viewAndShare` uses and hands out the two User roles. */
export type RoleName = "coOwner" | "view" | "viewAndShare";
/** `newKeyWaits`: someone joined with a mail that another person has; nothing can be shared until the codes were compared. */
/** What sharing makes of a thing here. `role` null: access was taken back. `received`: it came from a colleague. */
export type SharedView = { teamId: string; team: string; role: RoleName | null; received: boolean; conflict: boolean };
export type KeyState = "verified" | "notCompared" | "newKeyWaits";
export type PersonLink = { id: string; name: string; you: boolean };
/** Who has access now. `mine` says what this person may do here; `roles` are those they may hand out, `reason` why there are none or why Co-owner is missing. */
/** `rekeyPending`: somebody who lost access has the newest key until a Co-owner's Credenza makes another. `readOnly`: no Co-owner is left. `offline`: the location was not reached, this is what was known before. */
export type AccessView = { credentialId: string; name: string; teamId: string | null; people: GrantView[]; mine: MineView; rekeyPending: boolean; readOnly: boolean; offline: boolean };
export type MineView = { role: RoleName | null; canShare: boolean; roles: RoleName[]; reason: string | null };
/** `everyone` stands for all people of the team. `pending`: waits for a key. `canChange`: this person may remove it, and give it `roles`; `reason` says why not. */
export type GrantView = { id: string; person: PersonLink | null; everyone: string | null; mail: string | null; role: RoleName; since: string; by: PersonLink | null; pending: boolean; canChange: boolean; roles: RoleName[]; reason: string | null };
/** `id` stands for a person in a team, `personId` for the person in any. */
export type Recipient = { kind: "person" | "everyone" | "invite"; id: string; personId: string | null; name: string; mail: string | null; team: string; key: KeyState | null; blocked: string | null };
export type ShareRequest = { credentialIds: string[]; recipients: WantedRecipient[]; role: RoleName };
export type WantedRecipient = { kind: Recipient["kind"]; id: string };
/** `refusals` not empty: Save will not share those. `needsTeam`: there is no team yet, so a place to meet is asked for first. */
export type SharePlan = { variables: PlanVariable[]; notes: VaultNote[]; refusals: ShareRefusal[]; needsTeam: boolean };
export type ShareRefusal = { credential: string; reason: string };
/** `place` is the vault and secret, for an external one. `cannot` are the people whose own Credenza reported that they can't read it, never a guess. */
export type PlanVariable = { id: string; name: string; kind: VariableKind; external: boolean; place: string | null; read: "all" | "notKnown" | "some"; cannot: string[]; keeps: string[] };
/** For a secret in an external vault only the reference is shared. `request` is a text for an admin. */
export type VaultNote = { people: string[]; secret: string; vault: string; role: string; request: string };
export type ShareResult = { recipientId: string; name: string; credential: string; outcome: "shared" | "unchanged" | "waiting" | "changed" | "removed" | "failed"; reason: string | null };
export type ShareProgress = { done: number; total: number };
/** `reads` is what was reported. `waitsForKey`: this person may take it back, and a Co-owner's Credenza makes the new key. */
export type RemovalPlan = { grantId: string; variables: RemovalVariable[]; reads: ReadView[]; waitsForKey: boolean };
/** `neededBy`: another shared credential needs it, so it is kept. `blocked`: why this person may not take it back. `givenOut`: taken back, a rotation to-do opens for it; what lies in a vault was never given out. */
export type RemovalVariable = { id: string; name: string; neededBy: string | null; blocked: string | null; givenOut: boolean };
/** What the Credenza of `person` reported to have read. */
export type ReadView = { variableId: string; variable: string; person: string; times: number; last: string };
export type ConflictPlace = { kind: string; id: string; field: "name" | "description" | "locations" | "value" };
/** Neither `text` nor `locations`: a secret, which `conflict_reveal` gives out. */
export type ConflictVersion = { id: string; by: string | null; you: boolean; at: string; text: string | null; locations: LocationName[] | null; canReveal: boolean };
/** The first version counts until one is chosen. `among` stands for all of them, and comes back with the choice. */
export type ConflictView = { place: ConflictPlace; name: string; versions: ConflictVersion[]; mayChoose: boolean; among: string };
/** A value that somebody could open who has no access any more. `personId` null: noted by an earlier version. `read`: when they reported to have read it last; null is no report, not "not read". `uses` counts credentials. */
export type RotationView = { variableId: string; name: string; displayName: string; personId: string | null; person: string; read: string | null; opened: string; uses: number };
export type AccessChange = { kind: "role"; grantId: string; role: RoleName } | { kind: "remove"; grantId: string; variableIds: string[] };

export type TeamRank = "owner" | "member";
export type LocationKind = "folder" | "azureBlob" | "s3" | "gcs";
/** Where a team meets. `path` is the folder. */
export type TeamLocation = { kind: LocationKind; path: string };
export type LocationTestView = { good: boolean; answerMs: number; problem: string | null; hint: string | null };
/** A kind has its own fields; `keyFile` comes from `filePick("keyFile")`. What was good is kept, sealed. */
export type LocationSignIn = { kind: "azureCli" | "azureApp" | "azureKey" | "s3Profile" | "s3Keys" | "gcsKeyFile"; tenant: string; clientId: string; keyId: string; profile: string; secret: string; keyFile: string | null };
/** A credential that a colleague shared just now. */
export type Arrival = { credentialId: string; name: string; by: string | null; team: string };
export type TeamCreateRequest = { name: string; location: TeamLocation };
/** `place` is the location in words. `alarm` not null: sharing is off, reading goes on. */
export type TeamView = { id: string; name: string; locationKind: LocationKind; place: string; people: number; rank: TeamRank; canLeave: boolean; leaveReason: string | null; sync: SyncView; alarm: TeamAlarm | null; requests: JoinRequestView[]; invitations: OpenInvitationView[] };
/** `waiting` counts changes of this device that are not there yet. */
export type SyncView = { state: "synced" | "syncing" | "offline" | "joining"; at: string | null; waiting: number };
export type TeamAlarm = { kind: "olderCopy" | "changedLog" | "unknownVersion" | "forked"; text: string };
/** `id` is the person who asks. `yours`: with an invitation of this person. `sameMailAs`: a person of the team already has that mail. */
export type JoinRequestView = { id: string; name: string; mail: string | null; yours: boolean; safetyCode: string[]; sameMailAs: PersonLink | null };
export type OpenInvitationView = { id: string; made: string; expires: string; by: PersonLink };
/** Ten words. */
export type SafetyCodeView = { name: string; words: string[] };
/** `text` may be sent by a way that is trusted; it holds no credential for the location. `qr` has one string of "0" and "1" for each row. */
export type InvitationView = { id: string; text: string; qr: string[]; expires: string };
export type InvitationPreview = { inviterCode: string[]; location: TeamLocation; member: boolean };
export type PersonSort = "name" | "rank" | "key" | "shared" | "seen";
export type PersonQuery = { search: string; teamId: string | null; sort: PersonSort; direction: SortDirection; cursor: string | null; limit: number };
/** `seen` null: not known. */
export type PersonListView = { id: string; name: string; mail: string | null; you: boolean; teamId: string; rank: TeamRank; key: KeyState; shared: number; seen: string | null };
export type PersonPage = { rows: PersonListView[]; next: string | null; total: number; totalIsExact: boolean };
/** `otherCode` only while a new key waits: the code of the person that has the mail already. */
export type PersonView = PersonListView & { safetyCode: string[]; otherCode: string[] | null; replaces: PersonLink | null; devices: PersonDevice[]; access: PersonAccess[]; canRank: boolean; canRemove: boolean };
/** A device has no name in the log of a team. Times are by the clocks of those who wrote. */
export type PersonDevice = { id: string; added: string; seen: string | null };
export type PersonAccess = { id: string; name: string; role: RoleName };
/** `could` are values that they could have read; `reads` is what of that was reported. */
export type CouldRead = { id: string; name: string };
export type PersonRemovalPlan = { credentials: number; rekeyed: number; waiting: number; could: CouldRead[]; reads: ReadView[]; readOnly: string[] };

export type DataChanged = { kinds: (ItemKind | "source" | "team")[] };
export type ClipboardEventView = { state: "copied" | "cleared" | "replaced" | "failed"; what: string | null; clearsInSeconds: number | null };
export type LockSoon = { seconds: number | null };
export type CheckProgress = { checkId: string; check: "signIn" | "vault" | "secret"; state: "running" | "good" | "bad"; elapsedMs: number };

export type Result<T, E> = { status: "ok"; data: T } | { status: "error"; error: E };

/** Asks Rust. Commands that only some pages use stand in files of their own beside this one, and come with those pages. */
export async function call<T>(command: string, args?: Record<string, unknown>): Promise<Result<T, UiError>> {
  try {
    return { status: "ok", data: await TAURI_INVOKE<T>(command, args) };
  } catch (e) {
    if (e instanceof Error) throw e;
    return { status: "error", error: e as UiError };
  }
}
export function on<T>(name: string) {
  return { listen: (cb: TAURI_API_EVENT.EventCallback<T>) => TAURI_API_EVENT.listen<T>(name, cb) };
}
