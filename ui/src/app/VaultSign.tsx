import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { Warning16Filled } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { vaultsQuery } from '../api';
import { t } from '../strings';
import { ids } from '../testIds';

const useStyles = makeStyles({ sign: { color: T.colorStatusWarningForeground3, marginLeft: 'auto', display: 'grid', flexShrink: 0 }, corner: { position: 'absolute', top: '2px', right: '2px', width: '12px', height: '12px', overflow: 'hidden', '& svg': { width: '12px', height: '12px' } } });

/** A warning at the entry of Vaults while one does not answer or refuses. */
export function VaultSign({ narrow }: { narrow: boolean }) {
  const s = useStyles();
  const { data } = useQuery(vaultsQuery);
  const wrong = (data ?? []).some((one) => one.refused > 0 || (one.health !== null && (!one.health.reachable || one.health.problem !== null)));
  return wrong ? <span className={mergeClasses(s.sign, narrow && s.corner)} role="img" aria-label={t('nav.vaultAttention')} title={t('nav.vaultAttention')} data-testid={ids.vaults.sign}><Warning16Filled /></span> : null;
}
