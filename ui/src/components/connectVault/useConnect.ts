import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { asUiError, commands, fieldProblem, keys, newId, unwrap, type SignedInView, type VaultView } from '../../api';
import { onlyRenamed, startForm, toRequest, type VaultForm } from './vaultForm';

/** The form, its test, and the connecting. What was typed stays through every refusal. */
export function useConnect(vault: VaultView | null, onConnected: (vault: VaultView) => void) {
  const client = useQueryClient();
  const [form, setForm] = useState<VaultForm>(() => startForm(vault));
  const [answer, setAnswer] = useState<SignedInView | null>(null);
  const [stopped, setStopped] = useState(false);
  const running = useRef<string | null>(null);
  const start = () => { running.current = newId(); setStopped(false); return running.current; };
  const stop = () => { if (running.current) void commands.checkStop(running.current); };
  useEffect(() => () => { if (running.current) void commands.checkStop(running.current); }, []);
  const ended = { onSettled: () => { running.current = null; }, onError: (reason: unknown) => { if (asUiError(reason).code === 'cancelled') setStopped(true); } };
  const test = useMutation({ ...ended, gcTime: 0, mutationFn: () => unwrap(commands.vaultTest(toRequest(form), start())), onSuccess: setAnswer });
  const save = useMutation({
    ...ended, gcTime: 0,
    mutationFn: () => { const checkId = start(); return unwrap(vault ? commands.vaultEdit(vault.id, toRequest(form), checkId) : commands.vaultConnect(toRequest(form), checkId)); },
    onSuccess: (saved) => { for (const queryKey of [keys.vault, keys.variable, keys.credential]) void client.invalidateQueries({ queryKey }); onConnected(saved); },
  });
  const set = (patch: Partial<VaultForm>) => {
    stop();
    test.reset(); save.reset(); setStopped(false);
    if (Object.keys(patch).some((field) => field !== 'name')) setAnswer(null);
    setForm({ ...form, ...patch });
  };
  const failed = save.error ?? test.error;
  const error = failed && asUiError(failed).code !== 'cancelled' ? asUiError(failed) : null;
  const renamed = onlyRenamed(form, vault);
  return {
    form, set, answer, stopped, stop, testing: test.isPending, saving: save.isPending, general: error && (error.fields.length === 0 || error.refusal !== null) ? error : null, problem: (field: string) => fieldProblem(failed, field),
    ready: answer !== null || renamed, touched: JSON.stringify(form) !== JSON.stringify(startForm(vault)),
    test: () => { save.reset(); setAnswer(null); test.mutate(); }, save: () => save.mutate(),
  };
}
