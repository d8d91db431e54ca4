import { Link, mergeClasses } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { asUiError, type GrantView } from '../../api';
import { DrawerSection } from '../DetailsDrawer';
import { PersonLine } from './PersonLine';
import { accessQuery } from './useShare';
import { personWords, roleShort } from './words';
import { relativeTime, t } from '../../strings';
import { inside } from '../../strings/dates';
import { ids } from '../../testIds';
import { useText } from '../../theme';

const SHOWN = 3;
const nameOf = (grant: GrantView) => (grant.person ? personWords(grant.person) : grant.everyone !== null ? t('share.everyone', { team: grant.everyone }) : (grant.mail ?? ''));

/** S11: who has access, as what and since when. */
export function People({ id, onManage }: { id: string; onManage: () => void }) {
  const text = useText();
  const { data, error } = useQuery(accessQuery(id));
  const people = data?.people ?? [];
  return (
    <DrawerSection title={t('details.people')} aside={<Link className={text.small} onClick={onManage} data-testid={ids.details.manage}>{t('details.manage')}</Link>}>
      {error && <span role="alert">{asUiError(error).message}</span>}
      {people.slice(0, SHOWN).map((grant) => <PersonLine key={grant.id} id={grant.person?.id ?? grant.id} name={nameOf(grant)} sub={`${roleShort(grant.role)}, ${inside(relativeTime(grant.since))}`} />)}
      {people.length > SHOWN && <span className={mergeClasses(text.small, text.muted)}>{t('details.morePeople', { n: people.length - SHOWN })}</span>}
    </DrawerSection>
  );
}
