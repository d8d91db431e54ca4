import { common } from './en/common';
import type { conflicts } from './en/conflicts';
import type { connections } from './en/connections';
import type { connectVault } from './en/connectVault';
import { credentials } from './en/credentials';
import type { deviceSecret } from './en/deviceSecret';
import type { devices } from './en/devices';
import type { firstRun } from './en/firstRun';
import type { newer } from './en/newer';
import type { newVariable } from './en/newVariable';
import type { otherWays } from './en/otherWays';
import type { people } from './en/people';
import type { recovery } from './en/recovery';
import type { rotations } from './en/rotations';
import type { settings } from './en/settings';
import type { sharing } from './en/sharing';
import { shell } from './en/shell';
import type { status } from './en/status';
import { unlock } from './en/unlock';
import type { variables } from './en/variables';
import type { vaults } from './en/vaults';
import type { whereUsed } from './en/whereUsed';
import type { wizard } from './en/wizard';

/** The words of the shell and of what several pages show. */
export const en = { ...common, ...shell, ...unlock, ...credentials } as const;

/** The one catalogue. Words of a single page come with it: its index adds its section, and a line here makes the keys known. */
export type Catalogue = typeof en & typeof connections & typeof people & typeof devices & typeof deviceSecret & typeof otherWays & typeof firstRun & typeof recovery & typeof sharing & typeof connectVault & typeof settings & typeof variables & typeof vaults & typeof wizard & typeof newer & typeof newVariable & typeof whereUsed & typeof rotations & typeof conflicts & typeof status;
