import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { asUiError, commands, keys, sessionQuery, unwrap } from '../../api';
import { RestoreBackup } from '../../components/RestoreBackup';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { Part, SettingRow } from './parts';

/** Backup to one encrypted file, and restore into a workspace of its own. */
export function BackupSection() {
  const client = useQueryClient();
  const { data: now } = useQuery(sessionQuery);
  const make = useMutation({ mutationFn: () => unwrap(commands.backupCreate()) });
  const failed = make.error;
  return (
    <>
      <Part title={t('backup.head')}>
        <SettingRow title={t('backup.make')} sub={t(now?.needsDeviceSecret ? 'backup.makeWithSub' : 'backup.makeSub')}><Button disabledFocusable={make.isPending} onClick={() => make.mutate()} data-testid={ids.settings.backup}>{t('backup.button')}</Button></SettingRow>
        <SettingRow title={t('backup.restore')} sub={t('backup.restoreSub')}><RestoreBackup onRestored={(session) => client.setQueryData(keys.session, session)} /></SettingRow>
      </Part>
      {make.data && <MessageBar intent="success" layout="multiline"><MessageBarBody>{t('backup.done', { path: make.data.path })}</MessageBarBody></MessageBar>}
      {failed && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(failed).message} {asUiError(failed).hint}</MessageBarBody></MessageBar>}
    </>
  );
}
