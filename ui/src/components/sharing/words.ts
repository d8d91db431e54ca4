import { addWords, t } from '../../strings';
import { sharing } from '../../strings/en/sharing';
import type { PersonLink, RoleName } from '../../api';

addWords(sharing);

export const roleWords = (role: RoleName): string => t(`role.${role}`);
/** The role as it stands beside a name that is there already. */
export const roleShort = (role: RoleName): string => (role === 'coOwner' ? t('roleShort.coOwner') : t(`role.${role}`));
export const personWords = (person: PersonLink): string => (person.you ? t('share.you', { name: person.name }) : person.name);
