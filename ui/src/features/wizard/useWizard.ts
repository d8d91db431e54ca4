import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { asUiError, commands, keys, unwrap, vaultsQuery, type FieldProblem, type UiError, type WizardStep } from '../../api';
import { useAddress, useGo } from '../../components';
import { useAccessCheck } from '../../components/useAccessCheck';
import type { NewForm, NewKind } from '../../components/newVariable.types';
import { t } from '../../strings';
import { emptyDraft, form, isTouched, secretKind, toKeep, toRust, whereOf, type WizardDraft } from './draft';

export const order: WizardStep[] = ['name', 'location', 'values'];

// For the next credential of this sitting; nothing of it is worth keeping longer.
let lastOnePage = false;

const focusOn = (field: string | undefined) => requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-field="${field ?? ''}"]`)?.focus());

/** The draft, its problems, the running check, and the way from step to step. */
export function useWizard(start: WizardDraft) {
  const go = useGo();
  // The connection that asked for a credential, or "new": it gets it, and is shown again.
  const back = useAddress()[0]['back'];
  const client = useQueryClient();
  const check = useAccessCheck();
  const [draft, setDraft] = useState<WizardDraft>(() => ({ ...start, onePage: start.onePage || lastOnePage, locations: back && !isTouched(start) ? ['connection'] : start.locations }));
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [error, setError] = useState<UiError | null>(null);
  const [asking, setAsking] = useState(false);
  const vaults = (useQuery(vaultsQuery).data ?? []).filter((one) => one.kind === 'azureKeyVault');
  const where = whereOf(draft, vaults);
  // What was typed of a new variable is still open, and its check said no.
  const unread = draft.open === secretKind(draft) && (check.refusal !== null || check.noAnswer !== null);
  const last = draft.onePage || draft.step === order.length - 1;

  useEffect(() => {
    const timer = setTimeout(() => { void commands.draftSet(form, toKeep(draft)); }, 300);
    return () => clearTimeout(timer);
  }, [draft]);

  const clear = () => { setProblems([]); setError(null); };
  const change = (patch: Partial<WizardDraft>) => { clear(); setDraft((old) => ({ ...old, ...patch })); };
  const saved = (kind: NewKind, pick: { id: string; label: string }, form: NewForm) => { clear(); setDraft((old) => ({ ...old, open: old.open === kind ? null : old.open, picks: { ...old.picks, [kind]: pick }, forms: { ...old.forms, [kind]: form } })); };
  const to = (step: number) => { clear(); setDraft((old) => ({ ...old, step, visited: Math.max(old.visited, step) })); };
  const leave = (id?: string) => {
    void commands.draftClear(form);
    setDraft(emptyDraft);
    if (back) return go('/connections', { ...(back === 'new' ? { new: '1' } : { id: back }), ...(id ? { credential: id } : {}) });
    go('/credentials', id ? { id } : {});
  };
  const show = (found: FieldProblem[]) => { setProblems(found); focusOn(found[0]?.field); };
  const setOnePage = (onePage: boolean) => { lastOnePage = onePage; clear(); setDraft((old) => ({ ...old, onePage, step: onePage ? old.step : 0 })); };

  const validate = async (step: WizardStep): Promise<FieldProblem[]> => {
    const found = await unwrap(commands.credentialValidateStep(toRust(draft), step));
    if (step !== 'location' || vaults.length === 0) return found;
    if (where.kind === null) return [...found, { field: 'store', message: t('wizard.store.none') }];
    return where.kind === 'azureKeyVault' && !where.vault ? [...found, { field: 'vault', message: t('wizard.store.vaultNone') }] : found;
  };
  const next = async () => {
    if (last && (check.running || unread)) return;
    try {
      const found = (await Promise.all((draft.onePage ? order : [order[draft.step] ?? 'name']).map(validate))).flat();
      if (found.length > 0) return show(found.filter((one, i) => found.findIndex((other) => other.field === one.field) === i));
      if (!last) return to(draft.step + 1);
      const made = await unwrap(commands.credentialCreate(toRust(draft)));
      await client.invalidateQueries({ queryKey: keys.credential });
      leave(made.id);
    } catch (reason) {
      const refused = asUiError(reason);
      if (refused.fields.length > 0) show(refused.fields);
      else setError(refused);
    }
  };
  const cancel = () => (isTouched(back ? { ...draft, locations: [] } : draft) ? setAsking(true) : leave());
  const problem = (field: string) => problems.find((one) => one.field === field)?.message;
  return { draft, change, saved, to, next, leave, cancel, problem, error, asking, stay: () => setAsking(false), check, vaults, where, last, unread, setOnePage };
}

export type WizardState = ReturnType<typeof useWizard>;
export type StepProps = { w: WizardState };
