import { Button, Divider, Field, Input, MessageBar, MessageBarBody, mergeClasses, Tooltip } from '@fluentui/react-components';
import { ShieldLock16Regular } from '@fluentui/react-icons';
import { useState, type FormEvent } from 'react';
import { asUiError } from '../../api';
import { Mark } from '../../components/Mark';
import { RecoveryCode } from '../../components/RecoveryCode';
import { addWords, t } from '../../strings';
import { recovery } from '../../strings/en/recovery';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { Frame } from './Frame';
import { TwoSteps } from './TwoSteps';
import { useCardStyles } from './unlock.styles';

addWords(recovery);

const plain = (text: string) => text.replace(/[\s-]/g, '').toUpperCase();

/** Two different positions, in order. */
export function twoOf(count: number): [number, number] {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  const first = (numbers[0] ?? 0) % count;
  const second = (first + 1 + ((numbers[1] ?? 0) % (count - 1))) % count;
  return first < second ? [first, second] : [second, first];
}

type Props = { groups: string[]; first: boolean; onBack?: () => void; onDone: () => Promise<void> };

/** Step 2 of 2: the code is kept, and two groups of it typed back. */
export function KeepCode({ groups, first, onBack, onDone }: Props) {
  const s = useCardStyles();
  const text = useText();
  const [asked] = useState(() => twoOf(groups.length));
  const [typed, setTyped] = useState<Record<number, string>>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const right = (i: number) => plain(typed[i] ?? '') === groups[i];
  const good = asked.every(right);
  const done = async (event: FormEvent) => {
    event.preventDefault();
    if (!good || busy) return;
    setBusy(true);
    try { await onDone(); } catch (caught) { setError(caught); } finally { setBusy(false); }
  };
  const create = <Button appearance="primary" type="submit" disabledFocusable={!good || busy} data-testid={ids.recovery.create}>{t(first ? 'recovery.create' : 'useCode.button')}</Button>;
  return (
    <Frame foot={<span className={s.footLine}><ShieldLock16Regular aria-hidden />{t('recovery.foot')}</span>}>
      <div className={s.head}><Mark size={40} />{first && <TwoSteps at={2} />}</div>
      <h1 className={s.title}>{t(first ? 'recovery.title' : 'recovery.newTitle')}</h1>
      <span className={s.sub}>{t(first ? 'recovery.sub' : 'recovery.newSub')}</span>
      <RecoveryCode groups={groups} />
      <Divider className={s.divider} />
      <form className={mergeClasses(s.form, s.noPrint)} onSubmit={(event) => void done(event)}>
        <span className={text.strong}>{t('recovery.prove')}</span>
        <div className={mergeClasses(s.two, s.close)}>
          {asked.map((i, at) => {
            const full = plain(typed[i] ?? '').length >= 4;
            return (
              <Field key={i} label={t('recovery.group', { i: i + 1 })} validationState={right(i) ? 'success' : full ? 'error' : 'none'} validationMessage={right(i) ? t('recovery.correct') : full ? t('recovery.wrong', { i: i + 1 }) : undefined}>
                <Input autoFocus={at === 0} className={s.input} input={{ className: text.mono }} placeholder={t('recovery.placeholder')} value={typed[i] ?? ''} onChange={(_, data) => setTyped({ ...typed, [i]: data.value })} spellCheck={false} autoComplete="off" data-testid={ids.recovery.type(i + 1)} />
              </Field>
            );
          })}
        </div>
        {error !== null && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody></MessageBar>}
        <div className={s.ends}>
          {onBack ? <Button appearance="subtle" className={s.pullLeft} onClick={onBack} data-testid={ids.recovery.back}>{t('action.back')}</Button> : <span />}
          {good ? create : <Tooltip content={t('recovery.why')} relationship="description">{create}</Tooltip>}
        </div>
      </form>
    </Frame>
  );
}
