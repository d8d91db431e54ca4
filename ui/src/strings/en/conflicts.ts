/** Fields that two people changed at once. */
export const conflicts = {
  'conflict.one': 'Two people changed the {field} at once. Both versions are kept.', 'conflict.many': { one: '1 field was changed by two people at once. Both versions are kept.', other: '{n} fields were changed by two people at once. All versions are kept.' }, 'conflict.compare': 'Compare',
  'conflict.name': 'name', 'conflict.description': 'description', 'conflict.locations': 'locations', 'conflict.value': 'value', 'conflict.of': '{field} of {name}',
  'conflict.title': 'Compare versions of {name}', 'conflict.why': 'What counts now stays in use until somebody chooses. The others are kept, sealed, and can still be chosen.', 'conflict.counts': 'Counts now', 'conflict.by': '{person}, {when}', 'conflict.you': '{person} (you), {when}', 'conflict.yours': 'You, {when}', 'conflict.gone': 'A former member, {when}', 'conflict.empty': 'Empty',
  'conflict.keep': 'Keep this', 'conflict.secret': 'Value', 'conflict.nothing': 'Choose a version first.', 'conflict.footer': { one: '1 choice. Nothing changes until you save.', other: '{n} choices. Nothing changes until you save.', zero: 'Nothing changes until you save.' }, 'conflict.saved': 'The chosen versions count now.', 'conflict.mayNot': 'Only a Co-owner chooses. Until then what counts now is used.',
} as const;
