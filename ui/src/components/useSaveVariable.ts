import { useMutation } from '@tanstack/react-query';
import { ApiError, asUiError, commands, fieldProblem, unwrap, type UiError, type VariableView, type VaultView } from '../api';
import { t } from '../strings';
import { azurePlace, type NewForm, type NewKind } from './newVariable.types';
import type { AccessCheck } from './useAccessCheck';

const noFile: UiError = { code: 'invalid', message: '', hint: '', fields: [{ field: 'handle', message: t('certificate.none') }], retryAfterSeconds: null, refusal: null, blockedBy: [] };

function create(kind: NewKind, form: NewForm): Promise<VariableView> {
  const common = { displayName: form.displayName, name: form.name };
  if (kind === 'text') return unwrap(commands.variableCreateText({ ...common, value: form.value }));
  if (kind === 'secret') return unwrap(commands.variableCreateDevice({ ...common, value: form.handle ? { kind: 'handle', handle: form.handle } : { kind: 'typed', value: form.value, repeat: form.repeat } }));
  return form.picked ? unwrap(commands.variableCreateCertificate({ ...common, handle: form.picked.handle })) : Promise.reject(new ApiError(noFile));
}

/** Saves what New holds: at once on this device, after the access check in a vault. */
export function useSaveVariable(kind: NewKind, form: NewForm, vault: VaultView | undefined, check: AccessCheck, onSaved: (variable: VariableView) => void) {
  const here = useMutation({ gcTime: 0, mutationFn: () => create(kind, form), onSuccess: onSaved });
  const save = (unchecked = false) => {
    if (here.isPending || check.running) return;
    if (!vault || kind === 'text') return here.mutate();
    const request = { ...azurePlace(form.azure, vault), displayName: form.displayName, name: form.name, certificate: kind === 'certificate' };
    check.run({ place: request.keyVault || vault.name, ask: (checkId) => commands.variableCreateAzure(request, checkId, unchecked), onSaved });
  };
  const error = here.error ?? (check.error ? new ApiError(check.error) : null);
  const general = error && asUiError(error).fields.length === 0 ? asUiError(error) : null;
  return { save, busy: here.isPending || check.running, general, problem: (field: string) => fieldProblem(error, field), changed: () => { here.reset(); check.changed(); } };
}
