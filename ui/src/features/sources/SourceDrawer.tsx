import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody, mergeClasses, Switch, Textarea } from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { asUiError, fieldProblem, unwrap, type SourceView } from '../../api';
import { usedCommands } from '../../api/bindings.used';
import { DetailsDrawer, DrawerSection, Fact, Facts, useToast } from '../../components';
import { exactTime, facts, plain, relativeTime, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '12px' }, row: { display: 'flex', justifyContent: 'space-between', columnGap: '12px' } });
const lines = (text: string) => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

type Props = { source: SourceView; onClose: () => void; onSaved: () => void; onRemove: () => void };

/** Name, ignore rules and watching of one source, and what its last scan found and skipped. */
export function SourceDrawer({ source, onClose, onSaved, onRemove }: Props) {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const [name, setName] = useState(source.name);
  const [ignore, setIgnore] = useState(source.ignore.join('\n'));
  const [watched, setWatched] = useState(source.watched);
  const save = useMutation({ mutationFn: () => unwrap(usedCommands.sourceEdit(source.id, { name, ignore: lines(ignore), watched })), onSuccess: (saved) => { toast(t('sources.saved', { name: saved.name })); onSaved(); } });
  const general = save.error && asUiError(save.error).fields.length === 0 ? asUiError(save.error) : null;
  const submit = (event: FormEvent) => { event.preventDefault(); if (!save.isPending) save.mutate(); };
  const { last } = source;
  return (
    <DetailsDrawer title={source.name} sub={source.path} onClose={onClose} commands={<Button icon={<Delete16Regular />} onClick={onRemove} data-testid={partIds.sources.remove(source.id)}>{t('sources.remove')}</Button>}>
      <Facts>
        <Fact label={t('sources.path')}><span className={mergeClasses(text.mono, text.small)}>{plain(source.path)}</span></Fact>
        {last && <Fact label={t('sources.last')}><span title={exactTime(last.finished)}>{facts([relativeTime(last.finished), t('sources.took', { n: last.seconds })])}</span></Fact>}
      </Facts>
      <form className={s.form} onSubmit={submit} noValidate>
        {general && <MessageBar intent="error" layout="multiline"><MessageBarBody>{general.message} {general.hint}</MessageBarBody></MessageBar>}
        <Field label={t('sources.name')} required validationMessage={fieldProblem(save.error, 'name')}><Input value={name} spellCheck={false} autoComplete="off" onChange={(_, data) => setName(data.value)} data-testid={partIds.sources.name} /></Field>
        <Field label={t('sources.ignore')} hint={t('sources.ignoreHint')} validationMessage={fieldProblem(save.error, 'ignore')}><Textarea className={text.mono} rows={4} value={ignore} spellCheck={false} onChange={(_, data) => setIgnore(data.value)} data-testid={partIds.sources.ignore} /></Field>
        <Field hint={t('sources.watchHint')}><Switch label={t('sources.watch')} checked={watched} onChange={(_, data) => setWatched(data.checked)} data-testid={partIds.sources.watch} /></Field>
        <div><Button type="submit" appearance="primary" disabledFocusable={save.isPending} data-testid={partIds.sources.save}>{t('action.save')}</Button></div>
      </form>
      {last && last.languages.length > 0 && <DrawerSection title={t('sources.languages')}><div className={text.col}>{last.languages.map((one) => <span key={one.language} className={s.row}><span>{plain(one.language)}</span><span className={mergeClasses(text.muted, text.num)}>{t('coverage.files', { n: one.files })}</span></span>)}</div></DrawerSection>}
      {last && last.skipped.length > 0 && <DrawerSection title={t('sources.skipped')}><div className={text.col}>{last.skipped.map((one) => <span key={one.reason} className={s.row}><span>{t(`skip.${one.reason}`)} <span className={mergeClasses(text.small, text.muted)}>{t(one.gap ? 'sources.gap' : 'sources.noGap')}</span></span><span className={mergeClasses(text.muted, text.num)}>{t('coverage.files', { n: one.files })}</span></span>)}</div></DrawerSection>}
    </DetailsDrawer>
  );
}
