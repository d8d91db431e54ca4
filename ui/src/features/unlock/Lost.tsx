import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { addWords, t } from '../../strings';
import { firstRun } from '../../strings/en/firstRun';
import { partIds } from '../../testIds.parts';

addWords(firstRun);

/** A lock has forgotten the workspace that was made up. */
export const Lost = () => <MessageBar intent="warning" layout="multiline" politeness="assertive" data-testid={partIds.secret.lost}><MessageBarBody>{t('first.lost')}</MessageBarBody></MessageBar>;
