/** What somebody else changed while it was being edited. */
export const newer = {
  'newer.kept': 'What you typed is still here and is not saved yet.', 'newer.now': '{field} now: {text}', 'newer.empty': 'empty', 'newer.secret': '{field}: another one is stored now.',
  'newer.take': 'Use the newer', 'newer.over': 'Save mine over it',
} as const;
