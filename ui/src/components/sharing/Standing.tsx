import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import type { AccessView } from '../../api';
import { t } from '../../strings';

/** What is out of the ordinary with a shared credential: it waits for a key, nobody may change it, or its team is not reached. */
export function Standing({ view }: { view: AccessView }) {
  const words = [view.offline && t('access.offline'), view.rekeyPending && t('access.rekey'), view.readOnly && t('access.readOnly')].filter((one) => one !== false);
  return <>{words.map((one) => <MessageBar key={one} intent="warning" layout="multiline"><MessageBarBody>{one}</MessageBarBody></MessageBar>)}</>;
}
