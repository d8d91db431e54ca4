import type { CredentialDraft, LocationName, StoreKindName, VaultView } from '../../api';
import { emptyForm, withoutValues, type NewForm, type NewKind } from '../../components/newVariable.types';

type Pick = { id: string; label: string };
/** Everything that the wizard holds. What is kept through a lock has no values in it. */
export type WizardDraft = Chosen & { step: number; visited: number; onePage: boolean; picks: Record<NewKind, Pick | null>; forms: Record<NewKind, NewForm>; open: NewKind | null };
type Chosen = Omit<CredentialDraft, 'userNameVariableId' | 'secretVariableId'> & { store: StoreKindName | null; vaultId: string | null };

export const form = 'new-credential';
export const locations: LocationName[] = ['connection', 'desktopFlow', 'network'];

export const emptyDraft: WizardDraft = {
  name: '', description: '', locations: [], store: null, vaultId: null, authentication: 'userNameAndPassword', step: 0, visited: 0, onePage: false, open: null,
  picks: { text: null, secret: null, certificate: null }, forms: { text: emptyForm, secret: emptyForm, certificate: emptyForm },
};

export type Where = { kind: StoreKindName | null; vault: VaultView | null };

/** Where the secret is kept: This device when there is nothing else to choose. */
export function whereOf(draft: WizardDraft, vaults: readonly VaultView[]): Where {
  if (vaults.length === 0) return { kind: 'thisDevice', vault: null };
  return { kind: draft.store, vault: draft.store === 'azureKeyVault' ? (vaults.find((one) => one.id === draft.vaultId) ?? null) : null };
}

/** The first chosen location where no certificate may be used. */
export const blocksCertificate = (draft: WizardDraft): LocationName | undefined => draft.locations.find((one) => one !== 'connection');

export const secretKind = (draft: WizardDraft): 'secret' | 'certificate' => (draft.authentication === 'certificate' ? 'certificate' : 'secret');

/** What Rust is told of it. */
export function toRust(draft: WizardDraft): CredentialDraft {
  const { name, description, locations: chosen, authentication, picks } = draft;
  const userName = authentication === 'certificate' ? null : picks.text;
  return { name, description, locations: chosen, authentication, userNameVariableId: userName?.id ?? null, secretVariableId: picks[secretKind(draft)]?.id ?? null };
}

const kinds: NewKind[] = ['text', 'secret', 'certificate'];

export const isTouched = (draft: WizardDraft) => draft.name !== '' || draft.description !== '' || draft.locations.length > 0 || kinds.some((kind) => draft.picks[kind] !== null || draft.forms[kind].displayName !== '');

/** The draft as it may be kept. */
export function toKeep(draft: WizardDraft): string {
  const { text, secret, certificate } = draft.forms;
  return JSON.stringify({ ...draft, forms: { text: withoutValues(text), secret: withoutValues(secret), certificate: withoutValues(certificate) } });
}

/** A kept draft, if it can be read. */
export function readDraft(json: string | null): WizardDraft {
  try {
    const kept = json ? (JSON.parse(json) as Partial<WizardDraft>) : {};
    return { ...emptyDraft, ...kept, picks: { ...emptyDraft.picks, ...kept.picks }, forms: { ...emptyDraft.forms, ...kept.forms } };
  } catch {
    return emptyDraft;
  }
}
