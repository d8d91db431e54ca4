import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody, mergeClasses, tokens as T } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import { useRef, useState } from 'react';
import { asUiError, unwrap, type AffectedAction, type ThingRef } from '../../api';
import { usedCommands } from '../../api/bindings.used';
import { plain, t } from '../../strings';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { useGo } from '../address';
import { Sheet } from '../Sheet';
import { useToast } from '../Toaster';
import { Affected } from './Affected';
import { useAffected } from './useAffected';

const useStyles = makeStyles({
  danger: { backgroundColor: T.colorStatusDangerBackground3, color: T.colorNeutralForegroundStaticInverted, ':hover': { backgroundColor: T.colorStatusDangerBackground3Hover, color: T.colorNeutralForegroundStaticInverted } },
  type: { maxWidth: '420px' },
});

const heads = { edit: 'affected.editHead', rename: 'affected.renameHead', rotate: 'affected.rotateHead', delete: 'affected.deleteHead', unshare: 'affected.unshareHead' } as const;
const titles = { edit: 'affected.edit', rename: 'affected.rename', rotate: 'affected.rotate', delete: 'affected.delete', unshare: 'affected.unshare' } as const;
const buttons = { edit: 'affected.edited', rename: 'affected.renamed', rotate: 'affected.rotated', delete: 'action.delete', unshare: 'affected.unshared' } as const;
const feet = { edit: 'affected.saveFoot', rename: 'affected.saveFoot', rotate: 'affected.saveFoot', delete: 'affected.deleteFoot', unshare: 'affected.saveFoot' } as const;

type Props = { action: Exclude<AffectedAction, 'look'>; things: (ThingRef & { name: string })[]; pending: boolean; error?: unknown; onClose: () => void; onGo: () => void };

/** W7: everything affected by a change, before it happens. The button does it; a delete that is blocked is refused here. */
export function AffectedSheet({ action, things, pending, error, onClose, onGo }: Props) {
  const s = useStyles();
  const text = useText();
  const go = useGo();
  const toast = useToast();
  const cancel = useRef<HTMLButtonElement>(null);
  const [typed, setTyped] = useState('');
  const [unsaved, setUnsaved] = useState<unknown>(null);
  const { data, error: unread } = useAffected(action, things);
  const one = things.length === 1 ? things[0] : undefined;
  const name = one?.name ?? t('affected.many', { n: things.length });
  const blocked = action === 'delete' && (data?.blockedBy.length ?? 0) > 0;
  const inUse = action === 'delete' && data?.verdict === 'used';
  const ready = data !== undefined && !blocked && !pending && (!inUse || typed === name || typed === plain(name));
  const problem = error ?? unread ?? unsaved;
  const write = () => { unwrap(usedCommands.affectedExport({ action, things: things.map(({ kind, id }) => ({ kind, id })) }, 'csv')).then((done) => { if (done) toast(t('used.exported', { n: done.rows, path: done.path })); }, setUnsaved); };
  const footer = (
    <>
      <span className={mergeClasses(text.small, text.muted)}>{t(feet[action])}</span><span className={text.grow} />
      <Button appearance="subtle" icon={<ArrowDownload16Regular />} onClick={write} data-testid={partIds.affected.export}>{t('used.export')}</Button>
      <Button ref={cancel} onClick={onClose} data-testid={partIds.affected.cancel}>{t('action.cancel')}</Button>
      <Button appearance="primary" className={action === 'delete' && ready ? s.danger : undefined} disabledFocusable={!ready} onClick={() => { if (ready) onGo(); }} data-testid={partIds.affected.go}>{t(buttons[action])}</Button>
    </>
  );
  return (
    <Sheet open title={t(titles[action], { name })} onClose={onClose} footer={footer} first={cancel} testId={partIds.affected.sheet}>
      {problem ? <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(problem).message} {asUiError(problem).hint}</MessageBarBody></MessageBar> : null}
      {data && <span className={text.muted}>{t(data.verdict === 'used' ? heads[action] : 'affected.noneHead')}</span>}
      <Affected action={action} view={data} onAll={one && (() => go('/where-used', { kind: one.kind, id: one.id }))} />
      {inUse && !blocked && <Field className={s.type} label={t('delete.type', { name })}><Input value={typed} onChange={(_, next) => setTyped(next.value)} spellCheck={false} autoComplete="off" data-testid={ids.remove.type} /></Field>}
    </Sheet>
  );
}
