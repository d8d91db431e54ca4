/* eslint-disable */
// What Rust answers to the devices of this person. It mirrors src-tauri/src/commands and views by hand, as bindings.ts does.
import { call, on, type ClipboardView, type RecoveryCodeView, type Result, type SessionView, type UiError } from "./bindings";

/** A device; `id` is the code by which people know it, `untold` the teams that are still to be told that it is lost. */
export type OwnDevice = { id: string; this: boolean; added: string | null; last: string | null; teams: string[]; lost: string | null; untold: string[] };
export type OwnDevices = { devices: OwnDevice[]; needsKeys: boolean };
/** A pairing file that was written, and the code that opens it. `qr` is rows of "0" and "1". */
export type PairingView = { id: string; groups: string[]; qr: string[]; path: string; expires: string };
export type LossPlan = { teams: string[]; rekeyed: number; waiting: number; owners: string[]; could: string[] };
export type LossDone = { queued: string[] };
/** Where this device keeps the device secret; null: nowhere. `problem` says why that is not known. */
export type DeviceSecretView = { keptIn: "keyStore" | "file" | "unreachable" | null; problem: string | null };
export type PairedCreate = { name: string; password: string; code: string };

export const deviceCommands = {
  async deviceList(): Promise<Result<OwnDevices, UiError>> { return call("device_list"); },
  /** Asks where to write the pairing file. Null: nothing was written. */
  async devicePair(): Promise<Result<PairingView | null, UiError>> { return call("device_pair"); },
  async pairingCopy(id: string): Promise<Result<ClipboardView, UiError>> { return call("pairing_copy", { id }); },
  /** What the loss of this device means. Changes nothing. */
  async deviceLossPlan(id: string): Promise<Result<LossPlan, UiError>> { return call("device_loss_plan", { id }); },
  async deviceLose(id: string): Promise<Result<LossDone, UiError>> { return call("device_lose", { id }); },
  /** Asks for a pairing file of another device, whose keys are taken. Null: none was chosen. */
  async deviceRenew(code: string): Promise<Result<OwnDevices | null, UiError>> { return call("device_renew", { code }); },
  /** Asks for a pairing file and gives its name. */
  async pairingPick(): Promise<Result<string | null, UiError>> { return call("pairing_pick"); },
  async deviceSecretGet(): Promise<Result<DeviceSecretView, UiError>> { return call("device_secret_get"); },
  /** Makes a new one, whose groups are shown once. */
  async deviceSecretOn(password: string): Promise<Result<RecoveryCodeView, UiError>> { return call("device_secret_on", { password }); },
  async deviceSecretOff(password: string): Promise<Result<SessionView, UiError>> { return call("device_secret_off", { password }); },
  /** The same for a workspace that is made up and not yet on the disk. */
  async workspaceRequireDeviceSecret(password: string): Promise<Result<RecoveryCodeView, UiError>> { return call("workspace_require_device_secret", { password }); },
  /** As workspacePrepare, of the pairing file that was picked. */
  async workspacePreparePaired(request: PairedCreate): Promise<Result<RecoveryCodeView, UiError>> { return call("workspace_prepare_paired", { request }); },
};

/** A lock has forgotten the workspace that was made up. */
export const preparedLost = on<null>("prepared-lost");
