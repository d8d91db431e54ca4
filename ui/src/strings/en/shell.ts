export const shell = {
  'nav.main': 'Main', 'nav.credentials': 'Credentials', 'nav.variables': 'Variables', 'nav.connections': 'Connections', 'nav.vaults': 'Vaults', 'nav.where-used': 'Where used', 'nav.sources': 'Sources', 'nav.understand': 'Understand', 'nav.share': 'Share', 'nav.settings': 'Settings', 'nav.more': 'More',
  'nav.search': 'Search or jump to', 'nav.allPages': 'All pages', 'nav.pin': 'Pin {page}', 'nav.unpin': 'Unpin {page}', 'nav.unpinShort': 'Unpin', 'nav.up': 'Move up', 'nav.down': 'Move down',
  'nav.vaultAttention': 'A vault needs attention', 'nav.workspace': 'Workspace {name}', 'nav.openAnother': 'Open another workspace', 'nav.lock': 'Lock', 'nav.backup': 'Import and backup', 'nav.menuOf': 'Commands of {page}',
  'lock.rule': { one: 'Locks after 1 min idle', other: 'Locks after {n} min idle' }, 'lock.soon': 'Locks in {s} s', 'lock.soonSpoken': 'Locks in 30 seconds.', 'lock.never': 'Does not lock when idle',
  'space.free': '{space} free',
  'shell.status': 'Status', 'shell.closeDetails': 'Close details', 'shell.details': 'Details of {name}',
  'palette.title': 'Search or jump to', 'palette.credentials': 'Credentials', 'palette.things': 'Variables and connections', 'palette.do': 'Do', 'palette.goTo': 'Go to', 'palette.recent': 'Opened last',
  'palette.foot': 'Values are never searched', 'palette.move': 'move', 'palette.open': 'open', 'palette.copyPassword': 'copy password', 'palette.none': 'Nothing matches “{search}”.', 'palette.lockNow': 'Lock now', 'palette.keys': 'List of keys',
  'keys.title': 'Keys', 'keys.everywhere': 'Everywhere', 'keys.tables': 'In tables', 'keys.palette': 'Command palette', 'keys.find': 'Search of this page', 'keys.new': 'The page’s New', 'keys.nav': 'Navigation entry by position',
  'keys.lock': 'Lock now', 'keys.settings': 'Settings', 'keys.regions': 'Next, previous region', 'keys.escape': 'Close the topmost', 'keys.backForward': 'Back, forward', 'keys.size': 'Text size', 'keys.list': 'This list',
  'keys.move': 'Move', 'keys.open': 'Open details', 'keys.select': 'Select; Shift Space extends', 'keys.all': 'Select all that match', 'keys.jump': 'Jump to a name', 'keys.edit': 'Edit', 'keys.delete': 'Delete', 'keys.menu': 'Commands of the row', 'keys.width': 'Width of a column, on its title', 'keys.copyPassword': 'Copy password', 'keys.copyUser': 'Copy user name', 'keys.reveal': 'Reveal or hide',
  'key.letters': 'Letters',
} as const;
