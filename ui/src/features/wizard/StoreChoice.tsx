import { Dropdown, Field, Link, mergeClasses, Option } from '@fluentui/react-components';
import { Add16Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useState } from 'react';
import type { StoreKindName } from '../../api';
import { NoteBox, StoreTile } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import type { WizardDraft } from './draft';
import type { StepProps } from './useWizard';
import { useWizardStyles } from './wizard.styles';

const ConnectVault = lazy(() => import('../../components/connectVault/ConnectVault'));
const kinds: StoreKindName[] = ['azureKeyVault', 'thisDevice'];

/** Where the secret is kept; asked only when there is a choice. */
export function StoreChoice({ w }: StepProps) {
  const s = useWizardStyles();
  const text = useText();
  const { draft, vaults, where, problem } = w;
  const [connecting, setConnecting] = useState(false);
  // A secret of one store is none of another, so what was chosen before goes.
  const choose = (store: StoreKindName, vaultId: string | null) => {
    const same = store === where.kind && vaultId === (where.vault?.id ?? null);
    const picks: WizardDraft['picks'] = same ? draft.picks : { ...draft.picks, secret: null, certificate: null };
    if (!same) w.check.changed();
    w.change({ store, vaultId, picks });
  };
  const first = vaults.length === 1 ? (vaults[0]?.id ?? null) : null;
  const dialog = connecting && <Suspense fallback={null}><ConnectVault onClose={() => setConnecting(false)} onConnected={(made) => { setConnecting(false); choose('azureKeyVault', made.id); }} /></Suspense>;
  if (vaults.length === 0) return <><NoteBox><span>{t('wizard.kept')}</span><Link onClick={() => setConnecting(true)} data-testid={ids.wizard.connect}>{t('vaults.connect')}</Link></NoteBox>{dialog}</>;
  return (
    <section className={s.store}>
      <div><h2 className={s.h2tight}>{t('wizard.store.head')}</h2><span className={text.muted}>{t('wizard.store.lead')}</span></div>
      <Field validationMessage={problem('store')}>
        <div role="radiogroup" aria-label={t('wizard.store.head')} className={s.stores}>
          {kinds.map((kind) => (
            <label key={kind} className={mergeClasses(s.storeCard, where.kind === kind && s.cardOn)}>
              <input type="radio" name="store" className={text.hidden} checked={where.kind === kind} onChange={() => choose(kind, kind === 'azureKeyVault' ? (where.vault?.id ?? first) : null)} data-field={kind === 'azureKeyVault' ? 'store' : undefined} data-testid={ids.wizard.store(kind)} />
              <StoreTile store={kind} size={32} />
              <span className={text.col}><span className={text.name}>{t(`store.${kind}`)}</span><span className={mergeClasses(text.small, text.muted)}>{kind === 'azureKeyVault' ? t('wizard.store.connected', { n: vaults.length }) : t('vaults.sealed')}</span></span>
            </label>
          ))}
          <button type="button" className={mergeClasses(s.storeCard, s.storeNew)} onClick={() => setConnecting(true)} data-testid={ids.wizard.connect}><span className={s.storePlus}><Add16Regular aria-hidden /></span>{t('vaults.connect')}</button>
        </div>
      </Field>
      {where.kind === 'azureKeyVault' && vaults.length > 1 && (
        <Field label={t('wizard.store.vault')} required validationMessage={problem('vault')} className={s.half}>
          <Dropdown value={where.vault?.name ?? ''} selectedOptions={where.vault ? [where.vault.id] : []} onOptionSelect={(_, option) => choose('azureKeyVault', option.optionValue ?? null)} data-field="vault" data-testid={ids.wizard.vault}>
            {vaults.map((one) => <Option key={one.id} value={one.id} text={one.name} data-testid={ids.wizard.vaultOption(one.name)}>{one.name}</Option>)}
          </Dropdown>
        </Field>
      )}
      {dialog}
    </section>
  );
}
