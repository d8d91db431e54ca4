/** data-testid of everything that a person can use; page objects cite them. */
export const ids = {
  nav: { workspace: 'nav.workspace', search: 'nav.search', more: 'nav.more', entry: (page: string) => `nav.${page}`, pin: (page: string) => `nav.pin.${page}`, lock: 'nav.lock', openAnother: 'nav.openAnother', backup: 'nav.backup' },
  status: { lock: 'status.lock', clipboard: 'status.clipboard', clearNow: 'status.clearNow', space: 'status.space' },
  palette: { input: 'palette.input', list: 'palette.list', option: (id: string) => `palette.option.${id}` },
  keys: { dialog: 'keys.dialog', close: 'keys.close' },
  confirm: { dialog: 'confirm.dialog', yes: 'confirm.yes', no: 'confirm.no' },
  table: { grid: 'table.grid', row: (id: string) => `table.row.${id}`, check: (id: string) => `table.check.${id}`, header: (id: string) => `table.header.${id}` },
  drawer: { root: 'drawer.root', close: 'drawer.close' },
  state: { error: 'state.error', empty: 'state.empty', retry: 'state.retry', skeleton: 'state.skeleton' },
  firstRun: { name: 'firstRun.name', person: 'firstRun.person', password: 'firstRun.password', repeat: 'firstRun.repeat', strength: 'firstRun.strength', open: 'firstRun.open', next: 'firstRun.next' },
  recovery: { code: 'recovery.code', group: (i: number) => `recovery.group.${i}`, save: 'recovery.save', print: 'recovery.print', copy: 'recovery.copy', type: (i: number) => `recovery.type.${i}`, back: 'recovery.back', create: 'recovery.create' },
  unlock: { card: 'unlock.card', password: 'unlock.password', button: 'unlock.button', keyStore: 'unlock.keyStore', useCode: 'unlock.useCode', another: 'unlock.another' },
  useCode: { code: 'useCode.code', password: 'useCode.password', repeat: 'useCode.repeat', button: 'useCode.button', back: 'useCode.back' },
  open: { folder: 'open.folder', backup: 'open.backup', back: 'open.back', known: (path: string) => `open.known.${path}` },
  credentials: {
    search: 'credentials.search', create: 'credentials.new', edit: 'credentials.edit', delete: 'credentials.delete', filter: (name: string) => `credentials.filter.${name}`, clearFilters: 'credentials.clearFilters',
    banner: 'credentials.banner', bannerShow: 'credentials.banner.show', bannerHide: 'credentials.banner.hide', restore: 'credentials.restore', deleteNow: 'credentials.deleteNow', backToList: 'credentials.backToList', more: 'credentials.more',
  },
  details: { edit: 'details.edit', snippet: 'details.snippet', snippetItem: (language: string) => `details.snippet.${language}`, more: 'details.more', delete: 'details.delete', check: 'details.check', reveal: (field: string) => `details.reveal.${field}`, copy: (field: string) => `details.copy.${field}`, value: (field: string) => `details.value.${field}` },
  edit: { name: 'edit.name', description: 'edit.description', location: (name: string) => `edit.location.${name}`, save: 'edit.save', cancel: 'edit.cancel', variable: (field: string) => `edit.variable.${field}`, changeValue: 'edit.changeValue', changeSecret: 'edit.changeSecret' },
  remove: { sheet: 'remove.sheet', type: 'remove.type', delete: 'remove.delete', cancel: 'remove.cancel' },
  settings: {
    section: (name: string) => `settings.${name}`, idle: 'settings.idle', screen: 'settings.screen', sleep: 'settings.sleep', clipboard: 'settings.clipboard', reveal: 'settings.reveal',
    changePassword: 'settings.changePassword', current: 'settings.current', newPassword: 'settings.newPassword', repeat: 'settings.repeat', savePassword: 'settings.savePassword', newCode: 'settings.newCode', codeKept: 'settings.codeKept', keyStore: 'settings.keyStore',
    theme: 'settings.theme', text: 'settings.text', rows: 'settings.rows', motion: 'settings.motion', expression: 'settings.expression', message: 'settings.message', tryName: 'settings.try', saveRule: 'settings.saveRule', clearRule: 'settings.clearRule', backup: 'settings.backup', restore: 'settings.restore',
  },
} as const;
