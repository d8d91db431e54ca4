import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { FolderOpen20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { asUiError, commands, unwrap, type SessionView } from '../../api';
import { Mark } from '../../components/Mark';
import { RestoreBackup } from '../../components/RestoreBackup';
import { addWords, t } from '../../strings';
import { otherWays } from '../../strings/en/otherWays';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { Frame } from './Frame';
import { useCardStyles } from './unlock.styles';

addWords(otherWays);

/** Another folder, a workspace known here, or a backup. */
export function OpenOther({ state, onOpened, onBack }: { state: SessionView; onOpened: (state: SessionView) => void; onBack: () => void }) {
  const s = useCardStyles();
  const text = useText();
  const [error, setError] = useState<unknown>(null);
  const run = async (ask: () => Promise<SessionView | null>) => {
    try {
      const opened = await ask();
      if (opened && opened.state !== 'none') onOpened(opened);
    } catch (caught) { if (asUiError(caught).code !== 'cancelled') setError(caught); }
  };
  const choice = (icon: ReactElement, title: string, sub: string, testId: string, ask: () => Promise<SessionView | null>) => (
    <Button key={testId} className={s.choice} size="large" icon={icon} onClick={() => void run(ask)} data-testid={testId}>
      <span className={s.choiceWords}><span>{title}</span><span className={`${text.small} ${text.muted}`}>{sub}</span></span>
    </Button>
  );
  return (
    <Frame small foot={<span>{t('unlock.version', { version: __VERSION__ })}</span>}>
      <Mark size={40} />
      <h1 className={s.title}>{t('open.title')}</h1>
      <span className={s.sub}>{t('open.sub')}</span>
      <div className={s.form}>
        {state.others.map((one) => choice(<FolderOpen20Regular />, one.name, one.path, ids.open.known(one.path), () => unwrap(commands.workspaceSwitch(one.path))))}
        {choice(<FolderOpen20Regular />, t('open.folder'), t('open.folderSub'), ids.open.folder, () => unwrap(commands.workspaceOpen()))}
        <RestoreBackup onRestored={onOpened} />
        {error !== null && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody></MessageBar>}
        <div className={s.ends}><Button appearance="subtle" className={s.pullLeft} onClick={onBack} data-testid={ids.open.back}>{t('action.back')}</Button></div>
      </div>
    </Frame>
  );
}
