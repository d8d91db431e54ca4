/** Rotation to-dos: values that somebody could open who has no access any more. */
export const rotations = {
  'rotations.title': 'Rotation to-dos', 'rotations.why': 'Why', 'rotations.opened': 'Opened', 'rotations.uses': 'Uses', 'rotations.who': 'Who', 'rotations.variable': 'Variable',
  'rotations.read': 'Reported read, last on {when}', 'rotations.could': 'Could have read it, no report', 'rotations.help': 'These people had access and have none any more. Change the value where it comes from, then here: a new value takes the variable off this list.',
  'rotations.empty': 'Nothing is to be rotated', 'rotations.emptyBody': 'When somebody loses access, the values that they could open stand here until they have a new value.', 'rotations.change': 'Change value', 'rotations.select': 'Select a variable first.',
} as const;
