export const variables = {
  'variables.title': 'Variables', 'variables.search': 'Search variables', 'variables.newText': 'New text variable', 'variables.newSecret': 'New secret variable', 'variables.text': 'Text', 'variables.secret': 'Secret', 'column.displayName': 'Display name', 'column.variableName': 'Name', 'column.place': 'Value or place',
  'variables.edit': 'Edit value', 'variables.copyName': 'Copy name', 'variables.nameCopied': 'Name copied.',
  'variables.select': 'Select a variable first.', 'variables.empty': 'No variables yet', 'variables.emptyBody': 'A variable holds a text, such as a user name, or a secret. Credentials are made of variables.', 'variables.changes': { one: 'Changing this changes what 1 use gets.', other: 'Changing this changes what {n} uses get.', zero: 'Nothing uses this yet.' },
  'variables.newValue': 'New password', 'variables.saved': '{name} saved.', 'variables.deleteTitle': 'Delete {name}?', 'variables.deleteBody': 'It stays in Recently deleted for 30 days.', 'variables.inUse': 'Used by {list}. Delete those first.', 'variables.usedBy': 'Used by', 'variables.keep': 'Leave both fields empty to keep the present password.',
} as const;
