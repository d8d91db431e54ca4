import { Button, Field, Input } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { commands, type NamingRuleTryView } from '../../api';
import { useToast } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import type { SectionProps } from './LockSection';
import { Part } from './parts';
import { useSettingsStyles } from './settings.styles';

/** An optional rule for names; Rust tries it while it is typed. */
export function RuleSection({ settings, update }: SectionProps) {
  const s = useSettingsStyles();
  const text = useText();
  const toast = useToast();
  const [expression, setExpression] = useState(settings.namingRule?.expression ?? '');
  const [message, setMessage] = useState(settings.namingRule?.message ?? '');
  const [name, setName] = useState('');
  const [answer, setAnswer] = useState<NamingRuleTryView | null>(null);
  useEffect(() => {
    let outdated = false;
    if (expression === '') return setAnswer(null);
    void commands.namingRuleTry(expression, name).then((result) => { if (!outdated && result.status === 'ok') setAnswer(result.data); });
    return () => { outdated = true; };
  }, [expression, name]);
  const tried = name !== '' && answer && !answer.problem ? (answer.met ? t('rule.met') : t('rule.notMet', { message })) : undefined;
  const save = () => { update({ namingRule: { expression, message } }); toast(t('rule.saved')); };
  const clear = () => { setExpression(''); setMessage(''); update({ namingRule: null }); };
  return (
    <Part title={t('settings.naming')}>
      <div className={s.form}>
        {!settings.namingRule && <span className={s.sub}>{t('rule.none')}</span>}
        <Field label={t('rule.expression')} hint={t('rule.expressionSub')} validationMessage={answer?.problem ? t('rule.bad', { why: answer.problem }) : undefined}>
          <Input input={{ className: text.mono }} value={expression} spellCheck={false} autoComplete="off" onChange={(_, data) => setExpression(data.value)} data-testid={ids.settings.expression} />
        </Field>
        <Field label={t('rule.message')} hint={t('rule.messageSub')}><Input value={message} onChange={(_, data) => setMessage(data.value)} data-testid={ids.settings.message} /></Field>
        <Field label={t('rule.try')} validationState={tried ? (answer?.met ? 'success' : 'warning') : 'none'} validationMessage={tried}><Input value={name} spellCheck={false} autoComplete="off" onChange={(_, data) => setName(data.value)} data-testid={ids.settings.tryName} /></Field>
        <div className={s.ends}>
          {settings.namingRule && <Button onClick={clear} data-testid={ids.settings.clearRule}>{t('rule.clear')}</Button>}
          <Button appearance="primary" disabledFocusable={expression === '' || Boolean(answer?.problem)} onClick={() => { if (expression !== '' && !answer?.problem) save(); }} data-testid={ids.settings.saveRule}>{t('action.save')}</Button>
        </div>
      </div>
    </Part>
  );
}
