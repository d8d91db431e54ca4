import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, mergeClasses, Skeleton, SkeletonItem, tokens as T } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { answered, asUiError, commands, deletePreviewQuery, keys, unwrap } from '../../api';
import { KindIcon, Name, Sheet, useGo, useToast } from '../../components';
import { Affected } from '../../components/dependencies/Affected';
import { useAffected } from '../../components/dependencies/useAffected';
import { list, plain, t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';

const useStyles = makeStyles({
  number: { border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, padding: '12px 16px', display: 'flex', flexDirection: 'column' },
  big: { fontSize: T.fontSizeBase600, lineHeight: T.lineHeightBase600, fontWeight: 600 },
  rows: { listStyleType: 'none', margin: 0, padding: 0 },
  row: { display: 'flex', alignItems: 'center', columnGap: '10px', height: '32px', borderTop: `1px solid ${T.colorNeutralStroke3}`, paddingLeft: '20px' },
  danger: { backgroundColor: T.colorStatusDangerBackground3, color: T.colorNeutralForegroundStaticInverted, ':hover': { backgroundColor: T.colorStatusDangerBackground3Hover, color: T.colorNeutralForegroundStaticInverted } },
  type: { maxWidth: '420px' },
});

/** C14 and W7: everything affected, before it happens. */
export function DeleteSheet({ chosen, onClose, onDone }: { chosen: { id: string; name: string }[]; onClose: () => void; onDone: () => void }) {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const one = chosen.length === 1 ? chosen[0] : undefined;
  const word = one?.name ?? t('delete.typeManyWord');
  const { data, error } = useQuery(deletePreviewQuery(chosen.map(({ id }) => id)));
  const remove = useMutation({
    mutationFn: () => unwrap(commands.credentialDelete(chosen.map(({ id }) => id))),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.credential });
      void client.invalidateQueries({ queryKey: keys.deleted });
      toast(one ? t('delete.done', { name: one.name }) : t('delete.doneMany', { n: chosen.length }));
      onDone();
    },
  });
  const go = useGo();
  const cancel = useRef<HTMLButtonElement>(null);
  const affected = useAffected('delete', chosen.map(({ id }) => ({ kind: 'credential', id })), answered.whereUsed);
  const known = data !== undefined && (!answered.whereUsed || affected.data !== undefined);
  const inUse = (data?.connectionsTotal ?? 0) > 0 || affected.data?.verdict === 'used';
  const ready = known && (!inUse || typed === word || typed === plain(word)) && !remove.isPending;
  const problem = remove.error ?? error ?? affected.error;
  const footer = (
    <>
      <span className={mergeClasses(text.small, text.muted)}>{t('delete.foot')}</span><span className={text.grow} />
      <Button ref={cancel} onClick={onClose} data-testid={ids.remove.cancel}>{t('action.cancel')}</Button>
      <Button appearance="primary" className={ready ? s.danger : undefined} disabledFocusable={!ready} onClick={() => { if (ready) remove.mutate(); }} data-testid={ids.remove.delete}>{t('action.delete')}</Button>
    </>
  );
  return (
    <Sheet open title={one ? t('delete.title', { name: one.name }) : t('delete.titleMany', { n: chosen.length })} onClose={onClose} footer={footer} first={cancel} testId={ids.remove.sheet}>
      {problem && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(problem).message} {asUiError(problem).hint}</MessageBarBody></MessageBar>}
      {answered.whereUsed ? null : data ? <span className={text.muted}>{t('delete.stops', { n: data.connectionsTotal })}</span> : <Skeleton aria-label={t('state.loading')}><SkeletonItem /></Skeleton>}
      {answered.whereUsed ? <Affected action="delete" view={affected.data} onAll={one && (() => go('/where-used', { kind: 'credential', id: one.id }))} /> : data && <div className={s.number}><span className={mergeClasses(s.big, text.num)}>{data.connectionsTotal}</span><span className={mergeClasses(text.small, text.muted)}>{t('delete.count', { n: data.connectionsTotal })}</span></div>}
      {data && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody><MessageBarTitle>{t(one ? 'delete.keepsHead' : 'delete.keepsManyHead')}</MessageBarTitle> {t('delete.keeps', { list: list(data.variables.map(({ name }) => name)) })}</MessageBarBody>
        </MessageBar>
      )}
      {data && inUse && !answered.whereUsed && (
        <section>
          <h3 className={text.section}>{t('delete.connections')}</h3>
          <ul className={s.rows}>{data.connections.map((row) => <li key={row.id} className={s.row}><KindIcon kind="connection" /><span className={mergeClasses(text.grow, text.cut)}><Name text={row.name} /></span><span>{t('delete.stop')}</span></li>)}</ul>
        </section>
      )}
      {inUse && (
        <Field className={s.type} label={t(one ? 'delete.type' : 'delete.typeMany', { name: word })}><Input value={typed} onChange={(_, next) => setTyped(next.value)} spellCheck={false} autoComplete="off" data-testid={ids.remove.type} /></Field>
      )}
    </Sheet>
  );
}
