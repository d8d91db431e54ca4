/** Teams and sources in the status bar, and what colleagues share. */
export const status = {
  'nav.requests': { one: '1 person asks to join', other: '{n} people ask to join' },
  'status.synced': '{team} synced {when}', 'status.syncing': '{team} is syncing', 'status.joining': '{team}: waiting to be let in', 'status.away': '{team} not reachable, changes wait here', 'status.off': 'Sharing with {team} is off', 'status.waiting': { one: '{team}: 1 change waits here', other: '{team}: {n} changes wait here' }, 'status.more': { one: '{words}, and 1 more team', other: '{words}, and {n} more teams' }, 'status.newTeam': 'The team you asked to join',
  'status.sources': { one: '1 source up to date', other: '{n} sources up to date' }, 'status.sourcesOld': { one: '1 source not up to date', other: '{n} sources not up to date' }, 'status.scanning': 'Scanning {source}', 'status.scanned': 'Last scan {when}',
  'arrived.by': '{person} shared {name} with you.', 'arrived.inTeam': '{name} was shared with you in {team}.', 'arrived.many': { one: '1 credential was shared with you in {team}.', other: '{n} credentials were shared with you in {team}.' },
} as const;
