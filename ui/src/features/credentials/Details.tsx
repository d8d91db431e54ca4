import { Button, Link, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Delete20Regular, Edit16Regular, MoreHorizontal20Regular, ShareAndroid16Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { answered, asUiError, commands, credentialQuery, type CredentialView } from '../../api';
import { CommandBox, DetailsDrawer, DrawerSection, ErrorState, Fact, Facts, KindTile, Name, noteOpened, StatusText, statusWords, useGo } from '../../components';
import { Numbers } from '../../components/dependencies/Numbers';
import { useAffected } from '../../components/dependencies/useAffected';
import { exactTime, plain, relativeTime, t } from '../../strings';
import { dayOf } from '../../strings/dates';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { locationWords, placeOf } from './columns';
import { editReason, originWords, shareReason } from '../../components/shared';
import { SnippetMenu } from './SnippetMenu';
import { Values } from './Values';

const Conflicts = lazy(() => import('../../components/conflicts/Conflicts').then((m) => ({ default: m.Conflicts })));
const People = lazy(() => import('../../components/sharing/People').then((m) => ({ default: m.People })));

// Targets that touch are as high as a finger or an unsteady hand needs.
const useStyles = makeStyles({ use: { display: 'flex', alignItems: 'center', minHeight: '24px' } });

type Props = { id: string; focusKey: number; onClose: () => void; onEdit: () => void; onDelete: () => void; onShare: (manage: boolean) => void };

/** Everything about one credential; values only on request. */
export function Details({ id, focusKey, onClose, onEdit, onDelete, onShare }: Props) {
  const { data, error, refetch } = useQuery(credentialQuery(id));
  const [problem, setProblem] = useState<unknown>(null);
  const onError = useCallback((caught: unknown) => setProblem(caught), []);
  // Access was taken back, or it was deleted elsewhere, while it stood here.
  const gone = data !== undefined && error !== null && asUiError(error).code === 'notFound';
  useEffect(() => { if (gone) onClose(); }, [gone, onClose]);
  useEffect(() => { if (data) noteOpened({ kind: 'credential', id: data.id, name: data.name, sub: t(`store.${data.store.kind}`) }); }, [data]);
  if (!data || gone) return <DetailsDrawer title="" label={t('state.loading')} onClose={onClose}>{error && <ErrorState what={asUiError(error).message} next={asUiError(error).hint} onRetry={() => void refetch()} />}</DetailsDrawer>;
  const [noEdit, noShare] = [editReason([data.shared]), shareReason([data.shared])];
  return (
    <DetailsDrawer
      title={data.name} sub={data.description} onClose={onClose} focusKey={focusKey} tile={<KindTile kind={data.certificate ? 'certificate' : 'credential'} size={40} brand />}
      more={<More onDelete={onDelete} reason={noEdit} />}
      commands={<>{answered.team && <Button appearance="primary" icon={<ShareAndroid16Regular />} disabledFocusable={noShare !== null} title={noShare ?? undefined} onClick={() => { if (noShare === null) onShare(false); }} data-testid={ids.details.share}>{t('command.share')}</Button>}<SnippetMenu id={id} onError={onError} /><Button icon={<Edit16Regular />} disabledFocusable={noEdit !== null} title={noEdit ?? undefined} onClick={() => { if (noEdit === null) onEdit(); }} data-testid={ids.details.edit}>{t('action.edit')}</Button></>}
    >
      {problem !== null && <MessageBar intent="error" layout="multiline"><MessageBarBody><MessageBarTitle>{asUiError(problem).message}</MessageBarTitle> {asUiError(problem).hint}</MessageBarBody></MessageBar>}
      {data.shared?.conflict && <Suspense fallback={null}><Conflicts kind="credential" id={id} name={data.name} /></Suspense>}
      <Refusal view={data} />
      <Overview view={data} />
      <Values key={id} view={data} onError={onError} />
      <WhereUsed view={data} />
      {answered.team && <Suspense fallback={null}><People id={id} onManage={() => onShare(true)} /></Suspense>}
    </DetailsDrawer>
  );
}

function More({ onDelete, reason }: { onDelete: () => void; reason: string | null }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<MoreHorizontal20Regular />} aria-label={t('details.moreActions')} data-testid={ids.details.more} /></MenuTrigger>
      <MenuPopover><MenuList><MenuItem icon={<Delete20Regular />} disabled={reason !== null} title={reason ?? undefined} onClick={onDelete} data-testid={ids.details.delete}>{t('action.delete')}</MenuItem></MenuList></MenuPopover>
    </Menu>
  );
}

function Refusal({ view: { refusal } }: { view: CredentialView }) {
  if (!refusal) return null;
  return (
    <section>
      <MessageBar intent="error" layout="multiline"><MessageBarBody>{refusal.sentence} {refusal.causeText}</MessageBarBody></MessageBar>
      {refusal.command && <CommandBox command={refusal.command} onCopy={(command) => void commands.copyText(command)} />}
    </section>
  );
}

function Overview({ view }: { view: CredentialView }) {
  const text = useText();
  const { status, store, certificate } = view;
  const words = status.kind === 'expiring' && status.expires ? t('details.expiresOn', { status: statusWords('expiring', status.days), date: dayOf(new Date(status.expires)) }) : undefined;
  return (
    <section aria-label={t('details.overview')}>
      <Facts>
        <Fact label={t('details.status')}><StatusText kind={status.kind} days={status.days} words={words} /></Fact>
        <Fact label={t('details.store')}>{t(`store.${store.kind}`)} <bdi className={text.muted}>{plain(placeOf(store))}</bdi></Fact>
        {view.shared && <Fact label={t('details.sharing')}>{originWords(view.shared)}</Fact>}
        <Fact label={t('details.locations')}>{locationWords(view.locations)}</Fact>
        {certificate && <Fact label={t('details.subject')}><Name text={certificate.subject} /></Fact>}
        {certificate && <Fact label={t('details.thumbprint')}><span className={mergeClasses(text.mono, text.small)}>{certificate.thumbprint}</span></Fact>}
        {certificate && <Fact label={t('details.validUntil')}><span title={exactTime(certificate.notAfter)}>{dayOf(new Date(certificate.notAfter))}</span></Fact>}
      </Facts>
    </section>
  );
}

/** Everything that uses it, as far as it is known. */
function WhereUsed({ view }: { view: CredentialView }) {
  const s = useStyles();
  const text = useText();
  const go = useGo();
  const { data } = useAffected('edit', [{ kind: 'credential', id: view.id }]);
  return (
    <DrawerSection title={t('command.whereUsed')} aside={<Link onClick={() => go('/where-used', { kind: 'credential', id: view.id })}>{t('details.showAll')}</Link>}>
      {data && <Numbers counts={data.counts} />}
      <div className={text.col}>{view.usedBy.map((one) => <span key={one.id} className={s.use}><Link onClick={() => go('/connections', { id: one.id })}><Name text={one.name} /></Link></span>)}</div>
    </DrawerSection>
  );
}

/** "Read checked 2 min ago". */
export function Checked({ at }: { at: string | null }) {
  const text = useText();
  return at ? <span className={mergeClasses(text.small, text.muted)} title={exactTime(at)}>{t('details.checked', { when: relativeTime(at) })}</span> : null;
}
