import { common } from './en/common';
import { connections } from './en/connections';
import { credentials } from './en/credentials';
import { newVariable } from './en/newVariable';
import { settings } from './en/settings';
import { shell } from './en/shell';
import { unlock } from './en/unlock';
import { variables } from './en/variables';
import { vaults } from './en/vaults';
import { wizard } from './en/wizard';

/** The one catalogue. A feature adds a section file and a line here. */
export const en = { ...common, ...shell, ...unlock, ...credentials, ...settings, ...wizard, ...variables, ...connections, ...newVariable, ...vaults } as const;
