import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asUiError, commands, keys, unwrap } from '../../api';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { Part, SettingRow } from './parts';

/** Backup to one encrypted file, and restore into a workspace of its own. */
export function BackupSection() {
  const client = useQueryClient();
  const make = useMutation({ mutationFn: () => unwrap(commands.backupCreate()) });
  const restore = useMutation({ mutationFn: () => unwrap(commands.backupRestore()), onSuccess: (session) => { if (session) client.setQueryData(keys.session, session); } });
  const failed = [make.error, restore.error].find((error) => error && asUiError(error).code !== 'cancelled');
  return (
    <>
      <Part title={t('backup.head')}>
        <SettingRow title={t('backup.make')} sub={t('backup.makeSub')}><Button disabledFocusable={make.isPending} onClick={() => make.mutate()} data-testid={ids.settings.backup}>{t('backup.button')}</Button></SettingRow>
        <SettingRow title={t('backup.restore')} sub={t('backup.restoreSub')}><Button disabledFocusable={restore.isPending} onClick={() => restore.mutate()} data-testid={ids.settings.restore}>{t('backup.restoreButton')}</Button></SettingRow>
      </Part>
      {make.data && <MessageBar intent="success" layout="multiline"><MessageBarBody>{t('backup.done', { path: make.data.path })}</MessageBarBody></MessageBar>}
      {failed && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(failed).message} {asUiError(failed).hint}</MessageBarBody></MessageBar>}
    </>
  );
}
