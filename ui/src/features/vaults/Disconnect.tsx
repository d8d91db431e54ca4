import { useMutation } from '@tanstack/react-query';
import { asUiError, commands, unwrap, type VaultView } from '../../api';
import { ConfirmDialog, useToast } from '../../components';
import { list as joined, t } from '../../strings';

type Props = { vault: VaultView; onClose: () => void; onDone: () => void };

/** The question before a connection is forgotten, and why it can't be. */
export function Disconnect({ vault, onClose, onDone }: Props) {
  const toast = useToast();
  const remove = useMutation({
    mutationFn: () => unwrap(commands.vaultDisconnect(vault.id)),
    onSuccess: () => { toast(t('vaults.disconnected', { name: vault.name })); onDone(); },
  });
  const refused = remove.error ? asUiError(remove.error) : null;
  const body = refused
    ? [refused.message, refused.blockedBy.length > 0 ? t('vaults.inUse', { list: joined(refused.blockedBy.map((one) => one.name)) }) : refused.hint].join(' ')
    : [t('vaults.disconnectBody'), vault.values > 0 ? t('vaults.disconnectUsed', { n: vault.values }) : ''].join(' ');
  return <ConfirmDialog open danger title={t('vaults.disconnectTitle', { name: vault.name })} body={body} no={t('action.cancel')} yes={t('vaults.disconnect')} onNo={onClose} onYes={() => remove.mutate()} />;
}
