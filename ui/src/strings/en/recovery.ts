/** A code that is shown once. */
export const recovery = {
  'recovery.title': 'Keep your recovery code', 'recovery.newTitle': 'Keep your new recovery code', 'recovery.newSub': 'The code that you typed opens the workspace no more. This one does, if you forget the master password. Keep it away from this device.', 'recovery.sub': 'If you forget the master password, this code opens the workspace. Keep it away from this device.', 'recovery.label': 'Recovery code', 'recovery.save': 'Save as file', 'recovery.print': 'Print', 'recovery.copy': 'Copy',
  'recovery.prove': 'Show that you have it', 'recovery.group': 'Group {i}', 'recovery.placeholder': '4 characters', 'recovery.correct': 'Correct.', 'recovery.wrong': 'Group {i} differs from the code above.', 'recovery.create': 'Create workspace',
  'recovery.foot': 'The code is shown once. It is not stored in readable form anywhere.', 'recovery.why': 'Type both groups first.', 'recovery.saved': '{what} saved.', 'recovery.copied': '{what} copied.', 'recovery.printSent': 'A page to print was opened.',
} as const;
