export const unlock = {
  'unlock.password': 'Master password', 'unlock.button': 'Unlock', 'unlock.keyStore': 'Unlock with the key store', 'unlock.recovery': 'Use the recovery code', 'unlock.another': 'Open another workspace', 'unlock.version': 'Credenza {version}',
  'unlock.opened': 'Opened last {when}', 'unlock.never': 'Not opened yet', 'unlock.wrong': "That password didn't open this workspace.", 'unlock.wait': 'You can try again in {s} s.',
  'locked.why': 'Locked at {time}, when {why}', 'locked.screen': 'your screen locked', 'locked.sleep': 'this computer slept', 'locked.switched': 'you opened another workspace', 'locked.idle': 'you were away', 'locked.asked': 'you asked', 'lock.foot': 'Keys and values have been removed from memory.',
  'unlock.keyStoreFailed': 'The key store did not answer. Type the master password.',
} as const;
