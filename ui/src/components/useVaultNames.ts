import { useCallback, useEffect, useRef, useState } from 'react';
import { asUiError, commands, unwrap, type UiError, type VaultSecretView } from '../api';

type Names = { rows: readonly VaultSecretView[]; listing: boolean; whole: boolean; error: UiError | null };
const none: Names = { rows: [], listing: false, whole: false, error: null };
const paintEvery = 120;

/** The names in a vault, page after page until the end, Stop, or another vault. What came so far stays usable. */
export function useVaultNames(vaultId: string | null) {
  const [names, setNames] = useState(none);
  const [round, setRound] = useState(0);
  const next = useRef<string | null>(null);
  const gathered = useRef<VaultSecretView[]>([]);
  const wanted = useRef(0);

  const list = useCallback(async (vault: string) => {
    const own = ++wanted.current;
    let painted = 0;
    const paint = (patch: Partial<Names>) => { if (own === wanted.current) setNames({ rows: [...gathered.current], listing: true, whole: false, error: null, ...patch }); };
    paint({});
    try {
      do {
        const page = await unwrap(commands.vaultSecrets(vault, next.current));
        if (own !== wanted.current) return;
        for (const row of page.rows) gathered.current.push(row);
        next.current = page.next;
        if (Date.now() - painted > paintEvery) { painted = Date.now(); paint({}); }
      } while (next.current !== null);
      paint({ listing: false, whole: true });
    } catch (reason) {
      paint({ listing: false, error: asUiError(reason) });
    }
  }, []);

  useEffect(() => {
    gathered.current = [];
    next.current = null;
    if (vaultId === null) return setNames(none);
    void list(vaultId);
    return () => { wanted.current += 1; };
  }, [vaultId, list, round]);

  const stop = useCallback(() => { wanted.current += 1; setNames((old) => ({ ...old, listing: false })); }, []);
  const goOn = useCallback(() => { if (vaultId) void list(vaultId); }, [vaultId, list]);
  const refresh = useCallback(() => setRound((old) => old + 1), []);
  return { ...names, stop, goOn, refresh };
}
