/* eslint-disable */
// What Rust answers to sharing and teams. It mirrors src-tauri/src/commands and views by hand, as bindings.ts does, where its types are.
import { call, on, type AccessChange, type AccessView, type Arrival, type ClipboardView, type ConflictPlace, type ConflictView, type InvitationPreview, type InvitationView, type LocationSignIn, type LocationTestView, type PersonPage, type PersonQuery, type PersonRemovalPlan, type PersonView, type Recipient, type RemovalPlan, type Result, type RevealedView, type RotationView, type SafetyCodeView, type SharePlan, type ShareProgress, type ShareRequest, type ShareResult, type TeamCreateRequest, type TeamLocation, type TeamRank, type TeamView, type UiError } from "./bindings";

export const teamCommands = {
  async accessGet(credentialId: string): Promise<Result<AccessView, UiError>> { return call("access_get", { credentialId }); },
  /** People and teams that fit, at most `limit`; those who can't be chosen stand there with the reason. A typed mail that is unknown comes back as `invite`. */
  async shareFind(credentialIds: string[], search: string, limit: number): Promise<Result<Recipient[], UiError>> { return call("share_find", { credentialIds, search, limit }); },
  async sharePlan(request: ShareRequest): Promise<Result<SharePlan, UiError>> { return call("share_plan", { request }); },
  /** One result for each recipient and credential; `share-progress` tells how far it is. */
  async shareSave(request: ShareRequest): Promise<Result<ShareResult[], UiError>> { return call("share_save", { request }); },
  /** What removing this person from the credential means. Changes nothing. */
  async removalPlan(credentialId: string, grantId: string): Promise<Result<RemovalPlan, UiError>> { return call("removal_plan", { credentialId, grantId }); },
  async accessSave(credentialId: string, changes: AccessChange[]): Promise<Result<ShareResult[], UiError>> { return call("access_save", { credentialId, changes }); },
  /** What is to be rotated at its source: reported reads first. A new value takes a variable off. */
  async rotationList(): Promise<Result<RotationView[], UiError>> { return call("rotation_list"); },

  /** Of a credential and its variables, or of a variable. */
  async conflictList(kind: string, id: string): Promise<Result<ConflictView[], UiError>> { return call("conflict_list", { kind, id }); },
  /** One version of those that were shown is the only one from now on. */
  async conflictChoose(place: ConflictPlace, version: string, among: string): Promise<Result<null, UiError>> { return call("conflict_choose", { place, version, among }); },
  async conflictReveal(variableId: string, version: string): Promise<Result<RevealedView, UiError>> { return call("conflict_reveal", { variableId, version }); },

  // teams
  async teamList(): Promise<Result<TeamView[], UiError>> { return call("team_list"); },
  /** Asks for a folder. Null: none was chosen. */
  async teamFolderPick(): Promise<Result<string | null, UiError>> { return call("team_folder_pick"); },
  /** Creates, reads and lists there; needed before a team is made or joined. A sign-in that is good for that is kept, sealed; none uses what is kept. */
  async teamLocationTest(location: TeamLocation, signIn: LocationSignIn | null): Promise<Result<LocationTestView, UiError>> { return call("team_location_test", { location, signIn }); },
  async teamCreate(request: TeamCreateRequest): Promise<Result<TeamView, UiError>> { return call("team_create", { request }); },
  async teamSync(id: string): Promise<Result<TeamView, UiError>> { return call("team_sync", { id }); },
  /** The person has seen the alarm and goes on; what is still wrong is told again by the next look. */
  async teamGoOn(id: string): Promise<Result<TeamView, UiError>> { return call("team_go_on", { id }); },
  async teamLeave(id: string): Promise<Result<null, UiError>> { return call("team_leave", { id }); },
  async safetyCode(): Promise<Result<SafetyCodeView, UiError>> { return call("safety_code"); },
  async invitationCreate(teamId: string): Promise<Result<InvitationView, UiError>> { return call("invitation_create", { teamId }); },
  async invitationCopy(id: string): Promise<Result<ClipboardView, UiError>> { return call("invitation_copy", { id }); },
  /** Asks where to save the invitation. False: nothing was saved. */
  async invitationSave(id: string): Promise<Result<boolean, UiError>> { return call("invitation_save", { id }); },
  async invitationCancel(id: string): Promise<Result<null, UiError>> { return call("invitation_cancel", { id }); },
  /** What an invitation says, before anything is joined. */
  async invitationRead(text: string): Promise<Result<InvitationPreview, UiError>> { return call("invitation_read", { text }); },
  async teamJoin(text: string, location: TeamLocation): Promise<Result<TeamView, UiError>> { return call("team_join", { text, location }); },
  async joinApprove(teamId: string, requestId: string): Promise<Result<null, UiError>> { return call("join_approve", { teamId, requestId }); },
  async joinRefuse(teamId: string, requestId: string): Promise<Result<null, UiError>> { return call("join_refuse", { teamId, requestId }); },
  async personList(query: PersonQuery): Promise<Result<PersonPage, UiError>> { return call("person_list", { query }); },
  async personGet(id: string): Promise<Result<PersonView, UiError>> { return call("person_get", { id }); },
  /** The codes were compared. `false` takes a verification back. `id` of people names them in one team. */
  async personVerify(id: string, matches: boolean): Promise<Result<PersonView, UiError>> { return call("person_verify", { id, matches }); },
  async personSetRank(id: string, teamId: string, rank: TeamRank): Promise<Result<PersonView, UiError>> { return call("person_set_rank", { id, teamId, rank }); },
  /** What removing this person from the team means. Changes nothing. */
  async personRemovePlan(id: string, teamId: string): Promise<Result<PersonRemovalPlan, UiError>> { return call("person_remove_plan", { id, teamId }); },
  async personRemove(id: string, teamId: string): Promise<Result<null, UiError>> { return call("person_remove", { id, teamId }); },
};

export const teamEvents = { shareProgress: on<ShareProgress>("share-progress"), sharedWithYou: on<Arrival[]>("shared-with-you") };
