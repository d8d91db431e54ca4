import type { CredentialDraft } from '../../api';

/** Everything that the wizard holds; values are never part of it. */
export type WizardDraft = CredentialDraft & { step: number; visited: number; userNameLabel: string; secretLabel: string };

export const form = 'new-credential';

export const emptyDraft: WizardDraft = {
  name: '', description: '', locations: [], store: 'thisDevice', vaultId: null, authentication: 'userNameAndPassword', userNameVariableId: null, secretVariableId: null,
  step: 0, visited: 0, userNameLabel: '', secretLabel: '',
};

/** What Rust is told of it. */
export function toRust({ name, description, locations, store, vaultId, authentication, userNameVariableId, secretVariableId }: WizardDraft): CredentialDraft {
  return { name, description, locations, store, vaultId, authentication, userNameVariableId, secretVariableId };
}

export const isTouched = (draft: WizardDraft) => draft.name !== '' || draft.description !== '' || draft.locations.length > 0 || draft.userNameVariableId !== null || draft.secretVariableId !== null;

/** A kept draft, if it can be read. */
export function readDraft(json: string | null): WizardDraft {
  try {
    return json ? { ...emptyDraft, ...(JSON.parse(json) as Partial<WizardDraft>) } : emptyDraft;
  } catch {
    return emptyDraft;
  }
}
