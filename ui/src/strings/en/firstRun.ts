/** A new workspace, and a new password. */
export const firstRun = {
  'first.title': 'Create your workspace', 'first.sub': 'Everything you keep on this device, in one encrypted store.', 'first.step1': 'Workspace', 'first.step2': 'Recovery code', 'first.steps': 'Step {n} of 2',
  'first.name': 'Workspace name', 'first.person': 'Your name', 'first.mail': 'Mail', 'first.mailSub': 'People you share with see it beside your name.', 'first.password': 'Master password', 'first.repeat': 'Repeat master password', 'first.match': 'Both match.', 'first.noMatch': 'The two passwords differ.',
  'first.note': 'Nobody can reset this password for you. The next step gives you a recovery code, the only other way in.', 'first.open': 'Open or restore', 'first.foot': 'Everything is encrypted on this device. Nothing leaves it until you share.',
  'first.weak': 'Master password must be at least Fair. {advice}', 'first.nameEmpty': 'Workspace name is empty.', 'first.personEmpty': 'Your name is empty.', 'first.passwordEmpty': 'Master password is empty.',
  'first.lost': 'The computer was locked meanwhile, and the codes that were shown are forgotten. Nothing was written. What you typed is still here; going on makes new codes.',
} as const;
