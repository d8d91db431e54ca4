import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, Radio, RadioGroup, Spinner, tokens as T } from '@fluentui/react-components';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { AzureSignInName, SignedInView, UiError, VaultView } from '../../api';
import { addWords, t } from '../../strings';
import { connectVault } from '../../strings/en/connectVault';
import { vaults } from '../../strings/en/vaults';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { CommandButton } from '../CommandButton';
import { ConfirmDialog } from '../ConfirmDialog';
import { HelpField } from '../HelpField';
import { Spacer } from '../PageHeader';
import { StoreTile } from '../Tile';
import { AdvancedFields } from './AdvancedFields';
import { SignInFields } from './SignInFields';
import { useConnect } from './useConnect';
import { signIns } from './vaultForm';

addWords(connectVault);
addWords(vaults);

const useStyles = makeStyles({
  surface: { maxWidth: '600px', borderRadius: T.borderRadiusXLarge, boxShadow: T.shadow64 },
  content: { display: 'flex', flexDirection: 'column', rowGap: '14px', padding: '4px 2px 12px', '& > *': { flexShrink: 0 } },
  kind: { display: 'flex', alignItems: 'center', columnGap: '10px', padding: '10px 12px', borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground3 },
  actions: { justifySelf: 'stretch', display: 'flex', alignItems: 'center' },
  words: { display: 'block', whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBottom: '4px' },
  radios: { flexWrap: 'wrap' },
});

function Answer({ answer }: { answer: SignedInView }) {
  const s = useStyles();
  const tenant = answer.tenant ? `, ${t('connect.goodTenant', { tenant: answer.tenant })}` : '';
  return (
    <MessageBar intent="success" layout="multiline" data-testid={ids.connect.answer}>
      <MessageBarBody className={s.words}>
        <MessageBarTitle>{t('connect.good', { who: answer.who })}</MessageBarTitle> {answer.how}{tenant}. {t('connect.answered', { ms: answer.answerMs })} {answer.subscription && answer.resourceGroup && t('connect.found', { subscription: answer.subscription, group: answer.resourceGroup })}
      </MessageBarBody>
    </MessageBar>
  );
}

function Problem({ error }: { error: UiError }) {
  const s = useStyles();
  return <MessageBar intent="error" layout="multiline" data-testid={ids.connect.problem}><MessageBarBody className={s.words}><MessageBarTitle>{error.message}</MessageBarTitle> {error.refusal && `${error.refusal.causeText} `}{error.hint}</MessageBarBody></MessageBar>;
}

type Props = { vault?: VaultView | null; onClose: () => void; onConnected: (vault: VaultView) => void };

/** Connect a vault, or change one: address, sign-in, and who that is, before anything is stored. */
export default function ConnectVault({ vault = null, onClose, onConnected }: Props) {
  const s = useStyles();
  const text = useText();
  const c = useConnect(vault, onConnected);
  const { form, set, problem } = c;
  const [asking, setAsking] = useState(false);
  const said = useRef<HTMLDivElement>(null);
  const hasSaid = Boolean(c.general ?? c.answer) || c.stopped;
  useEffect(() => { if (hasSaid) said.current?.scrollIntoView({ block: 'nearest' }); }, [hasSaid]);
  const busy = c.testing || c.saving;
  const close = () => (c.touched ? setAsking(true) : onClose());
  const submit = (event: FormEvent) => { event.preventDefault(); event.stopPropagation(); if (busy) return; if (c.ready) c.save(); else c.test(); };
  const parts = { form, set, problem, vault };
  return (
    <>
      <Dialog open modalType="modal" onOpenChange={(_, data) => { if (!data.open) close(); }}>
        <DialogSurface className={s.surface} data-testid={ids.connect.dialog} onKeyDown={(event) => event.stopPropagation()}>
          <form onSubmit={submit} noValidate>
            <DialogBody>
              <DialogTitle>{vault ? t('connect.editTitle', { name: vault.name }) : t('connect.title')}</DialogTitle>
              <DialogContent className={s.content}>
                {!vault && <div className={s.kind}><StoreTile store="azureKeyVault" size={32} /><span className={text.col}><span className={text.name}>{t('store.azureKeyVault')}</span></span></div>}
                <HelpField label={t('connect.url')} help={t('connect.urlHelp')} required hint={t('connect.urlHint')} validationMessage={problem('url')}><Input value={form.url} onChange={(_, input) => set({ url: input.value })} spellCheck={false} autoComplete="off" data-testid={ids.connect.url} /></HelpField>
                <HelpField label={t('connect.name')} help={t('connect.nameHelp')} validationMessage={problem('name')}><Input value={form.name} onChange={(_, input) => set({ name: input.value })} spellCheck={false} autoComplete="off" data-testid={ids.connect.name} /></HelpField>
                <Field label={t('connect.signIn')} hint={t(`connect.${form.signIn}Help`)} validationMessage={problem('signIn')}>
                  <RadioGroup layout="horizontal" className={s.radios} value={form.signIn} onChange={(_, data) => set({ signIn: data.value as AzureSignInName })} data-testid={ids.connect.signIn}>
                    {signIns.map((one) => <Radio key={one} value={one} label={t(`vaults.how.${one}`)} data-testid={ids.connect.kind(one)} />)}
                  </RadioGroup>
                </Field>
                <SignInFields {...parts} />
                <AdvancedFields {...parts} />
                <div aria-live="polite" className={text.col} ref={said}>
                  {c.general && <Problem error={c.general} />}
                  {c.answer && <Answer answer={c.answer} />}
                  {c.stopped && <MessageBar intent="info"><MessageBarBody>{t('connect.stopped')}</MessageBarBody></MessageBar>}
                </div>
              </DialogContent>
              <DialogActions fluid className={s.actions}>
                {busy && <span className={text.row}><Spinner size="extra-tiny" aria-hidden /><span className={text.small}>{t('connect.testing')}</span><Button size="small" appearance="subtle" onClick={c.stop} data-testid={ids.connect.stop}>{t('action.stop')}</Button></span>}
                <Spacer />
                <Button onClick={close} data-testid={ids.connect.cancel}>{t('action.cancel')}</Button>
                <Button appearance={c.ready ? 'secondary' : 'primary'} disabledFocusable={busy} onClick={c.test} data-testid={ids.connect.test}>{t('connect.test')}</Button>
                <CommandButton primary={c.ready} appearance="secondary" reason={c.ready ? null : t('connect.testFirst')} onClick={() => { if (!busy) c.save(); }} testId={ids.connect.save}>{t(vault ? 'action.save' : 'connect.connect')}</CommandButton>
              </DialogActions>
            </DialogBody>
            <button type="submit" hidden aria-hidden tabIndex={-1} />
          </form>
        </DialogSurface>
      </Dialog>
      <ConfirmDialog open={asking} title={t('connect.discard')} body={t('discard.body')} no={t('discard.keep')} yes={t('discard.discard')} onNo={() => setAsking(false)} onYes={onClose} />
    </>
  );
}
