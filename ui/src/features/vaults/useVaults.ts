import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { asUiError, commands, keys, newId, unwrap, vaultsQuery, type UiError } from '../../api';

/** The vaults, which of them are being asked, and what went wrong with asking. */
export function useVaults() {
  const client = useQueryClient();
  const query = useQuery(vaultsQuery);
  const [checking, setChecking] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<Readonly<Record<string, UiError>>>({});
  const refresh = useCallback(() => { for (const queryKey of [keys.vault, keys.variable, keys.credential]) void client.invalidateQueries({ queryKey }); }, [client]);
  const check = useCallback(async (id: string) => {
    setChecking((old) => new Set([...old, id]));
    try {
      await unwrap(commands.vaultCheck(id, newId()));
      setFailed((old) => Object.fromEntries(Object.entries(old).filter(([key]) => key !== id)));
    } catch (reason) {
      setFailed((old) => ({ ...old, [id]: asUiError(reason) }));
    }
    await client.invalidateQueries({ queryKey: keys.vault });
    setChecking((old) => new Set([...old].filter((one) => one !== id)));
  }, [client]);
  const vaults = query.data ?? [];
  const checkAll = () => Promise.all(vaults.filter((one) => one.kind !== 'thisDevice').map((one) => check(one.id)));
  return { query, vaults, checking, failed, check, checkAll, refresh };
}
