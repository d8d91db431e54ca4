/** data-testid of Where used, Sources, sharing and People: they come with those parts. */
export const partIds = {
  used: {
    picker: 'used.picker', find: 'used.find', option: (id: string) => `used.option.${id}`, view: (view: string) => `used.view.${view}`, tab: (tab: string) => `used.tab.${tab}`, filter: (name: string) => `used.filter.${name}`, search: 'used.search', scan: 'used.scan', export: 'used.export', exportAs: (format: string) => `used.export.${format}`,
    grid: 'used.grid', group: (group: string) => `used.group.${group}`, row: (id: string) => `used.row.${id}`, open: (id: string) => `used.open.${id}`, more: (id: string) => `used.more.${id}`, moreRows: (group: string) => `used.moreRows.${group}`, coverage: 'used.coverage', missing: 'used.missing', people: 'used.people', nothing: 'used.nothing', delete: 'used.delete',
    graph: 'used.graph', node: (id: string) => `used.node.${id}`, zoomIn: 'used.zoomIn', zoomOut: 'used.zoomOut', fit: 'used.fit', deeper: 'used.deeper', toTable: 'used.toTable', startHere: 'used.startHere', openThing: 'used.openThing',
  },
  affected: { sheet: 'affected.sheet', cancel: 'affected.cancel', go: 'affected.go', export: 'affected.export', all: 'affected.all', group: (group: string) => `affected.group.${group}`, count: (what: string) => `affected.count.${what}`, row: (id: string) => `affected.row.${id}`, one: (id: string) => `affected.one.${id}` },
  several: { share: 'several.share', whereUsed: 'several.whereUsed', delete: 'several.delete' },
  sources: { add: 'sources.add', scanAll: 'sources.scanAll', row: (id: string) => `sources.row.${id}`, scan: (id: string) => `sources.scan.${id}`, stop: (id: string) => `sources.stop.${id}`, edit: (id: string) => `sources.edit.${id}`, remove: (id: string) => `sources.remove.${id}`, name: 'sources.name', ignore: 'sources.ignore', watch: 'sources.watch', save: 'sources.save', cancel: 'sources.cancel' },
  share: { dialog: 'share.dialog', add: 'share.add', person: (id: string) => `share.person.${id}`, role: 'share.role', roleItem: (role: string) => `share.role.${role}`, save: 'share.save', cancel: 'share.cancel', manage: 'share.manage', again: 'share.again', result: (id: string) => `share.result.${id}`, variable: (id: string) => `share.variable.${id}`, request: 'share.request' },
  access: { dialog: 'access.dialog', stops: 'access.stops', row: (id: string) => `access.row.${id}`, role: (id: string) => `access.role.${id}`, keep: (id: string) => `access.keep.${id}`, also: (id: string) => `access.also.${id}`, stopAll: 'access.stopAll', add: 'access.add', save: 'access.save', cancel: 'access.cancel' },
  people: {
    search: 'people.search', invite: 'people.invite', newTeam: 'people.newTeam', join: 'people.join', myCode: 'people.myCode', team: (id: string) => `people.team.${id}`, sync: 'people.sync', leave: 'people.leave', request: (id: string) => `people.request.${id}`, letIn: 'people.letIn', refuse: 'people.refuse', cancelInvitation: 'people.cancelInvitation',
    goOn: 'people.goOn', rotations: 'people.rotations', more: 'people.more', rank: 'people.rank', remove: 'people.remove', match: 'people.match', differ: 'people.differ', inviteDialog: 'people.inviteDialog', invitation: 'people.invitation', copyInvitation: 'people.copyInvitation', saveInvitation: 'people.saveInvitation', teamDialog: 'people.teamDialog', name: 'people.name', paste: 'people.paste', kind: (kind: string) => `people.kind.${kind}`, signIn: (identity: string) => `people.signIn.${identity}`, refused: 'people.refused', field: (name: string) => `people.field.${name}`, choose: 'people.choose', test: 'people.test', go: 'people.go', removeGo: 'people.removeGo',
  },
  conflict: { bar: 'conflict.bar', compare: 'conflict.compare', dialog: 'conflict.dialog', version: (id: string) => `conflict.version.${id}`, keep: (id: string) => `conflict.keep.${id}`, reveal: (id: string) => `conflict.reveal.${id}`, save: 'conflict.save', cancel: 'conflict.cancel' },
  devices: {
    row: (id: string) => `devices.row.${id}`, lose: (id: string) => `devices.lose.${id}`, add: 'devices.add', renew: 'devices.renew', renewCode: 'devices.renewCode', pairDialog: 'devices.pairDialog', code: 'devices.code', copy: 'devices.copy', loseGo: 'devices.loseGo', loseSheet: 'devices.loseSheet',
    arrive: 'devices.arrive', arriveName: 'devices.arriveName', arriveFile: 'devices.arriveFile', arriveCode: 'devices.arriveCode', password: 'devices.password', repeat: 'devices.repeat', strength: 'devices.strength', arriveBack: 'devices.arriveBack', arriveNext: 'devices.arriveNext',
  },
  status: { team: 'status.team', sources: 'status.sources', requests: 'status.requests' },
  rotations: { change: 'rotations.change', whereUsed: 'rotations.whereUsed' },
} as const;
