import { Button, makeStyles, mergeClasses, MessageBar, MessageBarBody, RadioGroup } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { asUiError, keys, unwrap, type ConflictView } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { WideDialog } from '../sharing/WideDialog';
import { useToast } from '../Toaster';
import { useReveal } from '../useReveal';
import { VersionCard } from './VersionCard';

const useStyles = makeStyles({ versions: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))', gap: '12px', alignItems: 'stretch', marginTop: '8px' }, head: { margin: 0 } });

export const placeKey = ({ place }: ConflictView) => `${place.kind} ${place.id} ${place.field}`;
/** A choice is one among the versions that were shown: with others it is made anew. */
const choiceKey = (one: ConflictView) => `${placeKey(one)} ${one.among}`;
const labelOf = () => t('conflict.secret');

type Props = { name: string; conflicts: readonly ConflictView[]; onClose: () => void };

/** Every version side by side, a choice for each field, then Save. */
export function CompareDialog({ name, conflicts, onClose }: Props) {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const ask = useCallback((key: string) => { const [id = '', version = ''] = key.split(' '); return unwrap(teamCommands.conflictReveal(id, version)); }, []);
  const { shown, reveal, hide } = useReveal(ask, labelOf, setProblem);
  const choices = conflicts.filter((one) => chosen[choiceKey(one)] !== undefined);
  const save = useMutation({
    mutationFn: async () => { for (const one of choices) await unwrap(teamCommands.conflictChoose(one.place, chosen[choiceKey(one)] ?? '', one.among)); },
    onSuccess: () => { toast(t('conflict.saved')); onClose(); },
    onSettled: () => { for (const queryKey of [keys.credential, keys.variable, keys.team]) void client.invalidateQueries({ queryKey }); },
  });
  const mayChoose = conflicts.some((one) => one.mayChoose);
  const ready = choices.length > 0 && !save.isPending;
  const go = () => { if (ready) save.mutate(); };
  const wrong = save.error ?? problem;
  const footer = (
    <>
      <span className={mergeClasses(text.small, text.muted, text.grow)} role="status">{mayChoose ? t('conflict.footer', { n: choices.length }) : t('conflict.mayNot')}</span>
      <Button onClick={onClose} data-testid={partIds.conflict.cancel}>{t(mayChoose ? 'action.cancel' : 'action.close')}</Button>
      {mayChoose && <Button appearance="primary" disabledFocusable={!ready} title={choices.length === 0 ? t('conflict.nothing') : undefined} onClick={go} data-testid={partIds.conflict.save}>{t('action.save')}</Button>}
    </>
  );
  return (
    <WideDialog title={t('conflict.title', { name })} footer={footer} onClose={onClose} onSave={go} testId={partIds.conflict.dialog}>
      {wrong ? <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(wrong).message} {asUiError(wrong).hint}</MessageBarBody></MessageBar> : null}
      <span className={text.muted}>{t('conflict.why')}</span>
      {conflicts.map((one) => {
        const [key, choice] = [placeKey(one), choiceKey(one)];
        const field = t(`conflict.${one.place.field}`);
        const title = t('conflict.of', { field: field.charAt(0).toUpperCase() + field.slice(1), name: one.name });
        const cards = one.versions.map((version, at) => {
          const open = shown?.field === `${one.place.id} ${version.id}` ? shown : null;
          return <VersionCard key={version.id} version={version} counts={at === 0} chosen={chosen[choice] === version.id} mayChoose={one.mayChoose} shown={open} onReveal={() => void reveal(`${one.place.id} ${version.id}`)} onHide={hide} />;
        });
        return (
          <section key={key} aria-label={title}>
            <h3 className={mergeClasses(text.section, s.head)}>{title}</h3>
            {one.mayChoose ? <RadioGroup aria-label={title} className={s.versions} value={chosen[choice] ?? ''} onChange={(_, data) => setChosen({ ...chosen, [choice]: data.value })}>{cards}</RadioGroup> : <div className={s.versions}>{cards}</div>}
          </section>
        );
      })}
    </WideDialog>
  );
}
