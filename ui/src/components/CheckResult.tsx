import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { ArrowSync16Regular, Mail16Regular, StethoscopeRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import { commands, type RefusalView } from '../api';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { CommandBox } from './CommandBox';
import { useNewVariableStyles } from './newVariable.styles';
import { Spacer } from './PageHeader';
import { useToast } from './Toaster';
import { silenceWords, type AccessCheck } from './useAccessCheck';

/** The exact sentence with the path, the cause, and what mends it. */
export function Refusal({ refusal }: { refusal: RefusalView }) {
  const s = useNewVariableStyles();
  const text = useText();
  const toast = useToast();
  const title = t('variable.refusedTitle');
  const end = refusal.causeText.indexOf('. ') + 1;
  const titled = refusal.sentence.startsWith(title);
  return (
    <div className={s.result} data-testid={ids.check.refused}>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody className={s.sentence}>{titled && <MessageBarTitle>{title}</MessageBarTitle>} {titled ? refusal.sentence.slice(title.length).trim() : refusal.sentence}</MessageBarBody>
      </MessageBar>
      <div className={s.cause}>
        <StethoscopeRegular fontSize={20} aria-hidden />
        <div className={s.causeWords}>
          <span data-testid={ids.check.cause}><span className={text.strong}>{refusal.causeText.slice(0, end)}</span>{refusal.causeText.slice(end)}</span>
          {refusal.command && <><span className={text.muted}>{t('check.runCommand')}</span><CommandBox command={refusal.command} onCopy={(command) => { void commands.copyText(command).then(() => toast(t('check.commandCopied'))); }} testId={ids.check.command} /></>}
        </div>
      </div>
    </div>
  );
}

/** A text for whoever may mend it. */
export function CopyRequest({ refusal }: { refusal: RefusalView }) {
  const toast = useToast();
  return <Button icon={<Mail16Regular />} onClick={() => { void commands.copyText(refusal.request).then(() => toast(t('check.requestCopied'))); }} data-testid={ids.check.request}>{t('check.copyRequest')}</Button>;
}

type Props = { check: AccessCheck; onAgain: () => void; onKeep: () => void; onOther?: () => void };

/** How a check ended when it did not end well; what was typed stays above it. */
export function CheckResult(props: Props) {
  const s = useNewVariableStyles();
  const place = useRef<HTMLDivElement>(null);
  const { running, refusal, noAnswer, stopped } = props.check;
  const ended = !running && Boolean(refusal ?? noAnswer ?? stopped);
  useEffect(() => { if (ended) place.current?.scrollIntoView({ block: 'nearest' }); }, [ended]);
  return ended ? <div className={s.result} ref={place}><Ended {...props} /></div> : null;
}

function Ended({ check, onAgain, onKeep, onOther }: Props) {
  const s = useNewVariableStyles();
  const { refusal, noAnswer, stopped } = check;
  if (refusal) {
    return (
      <>
        <Refusal refusal={refusal} />
        <div className={s.buttons}>
          <Button appearance="primary" icon={<ArrowSync16Regular />} onClick={onAgain} data-testid={ids.check.again}>{t('check.again')}</Button>
          <CopyRequest refusal={refusal} /><Spacer />
          {onOther && <Button appearance="subtle" onClick={onOther} data-testid={ids.check.other}>{t('check.other')}</Button>}
        </div>
      </>
    );
  }
  if (noAnswer) {
    return (
      <MessageBar intent="warning" layout="multiline" data-testid={ids.check.noAnswer}>
        <MessageBarBody className={s.sentence}>{silenceWords(check.place, noAnswer)} {t('check.nothingStored')} {t('check.keepHelp')}</MessageBarBody>
        <MessageBarActions>
          <Button appearance="primary" onClick={onAgain} data-testid={ids.check.again}>{t('action.retry')}</Button>
          <Button onClick={onKeep} data-testid={ids.check.keep}>{t('check.keep')}</Button>
        </MessageBarActions>
      </MessageBar>
    );
  }
  return stopped ? <MessageBar intent="info" layout="multiline"><MessageBarBody className={s.sentence}>{t(stopped === 'asked' ? 'check.stopped' : 'check.changed')}</MessageBarBody></MessageBar> : null;
}
