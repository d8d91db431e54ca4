/** The ways in that most people never see. */
export const otherWays = {
  'useCode.title': 'Use the recovery code', 'useCode.sub': 'Type the code and choose a new master password.', 'useCode.code': 'Recovery code', 'useCode.newPassword': 'New master password', 'useCode.button': 'Open the workspace',
  'open.title': 'Open or restore', 'open.sub': 'Open a workspace folder that is on this device, or restore one from a backup.', 'open.folder': 'Open a workspace folder', 'open.folderSub': 'A folder whose name ends in .credenza', 'open.backup': 'Restore from a backup', 'open.backupSub': 'The backup is checked before anything is written', 'open.known': 'Workspaces on this device',
} as const;
