import { Button, Field, Input, Link } from '@fluentui/react-components';
import { Eye16Regular, EyeOff16Regular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import { asUiError, commands, unwrap } from '../api';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useNewVariableStyles } from './newVariable.styles';
import type { NewForm } from './newVariable.types';
import { PasswordField } from './PasswordField';
import { StrengthMeter } from './StrengthMeter';
import { useReveal } from './useReveal';
import { useStrength } from './useStrength';

type Props = { form: NewForm; set: (patch: Partial<NewForm>) => void; problem: (field: string) => string | undefined };

const labelOf = () => t('value.password');
const mostDots = 24;

/** A generated password: Rust has it, the fields show dots, and Reveal works as elsewhere. */
function Generated({ handle, length, onOther }: { handle: string; length: number; onOther: () => void }) {
  const s = useNewVariableStyles();
  const text = useText();
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const ask = useCallback(() => unwrap(commands.revealGenerated(handle)), [handle]);
  const failed = useCallback((error: unknown) => setProblem(asUiError(error).message), []);
  const { shown, reveal, hide } = useReveal<'password'>(ask, labelOf, failed);
  const dots = '•'.repeat(Math.min(length, mostDots));
  const button = (
    <span className={text.row}>
      {shown && <span className={text.num} aria-hidden>{t('value.left', { s: shown.left })}</span>}
      <Button appearance="transparent" size="small" className={text.tight} icon={shown ? <EyeOff16Regular /> : <Eye16Regular />} onClick={() => { if (shown) hide(); else void reveal('password'); }} data-testid={ids.newVariable.revealGenerated}>{t(shown ? 'value.hide' : 'value.reveal')}</Button>
    </span>
  );
  return (
    <>
      <div className={s.two}>
        <Field label={t('value.password')} validationMessage={problem}><Input readOnly value={shown?.value ?? dots} input={{ className: shown ? s.mono : undefined }} onCopy={(event) => event.preventDefault()} onCut={(event) => event.preventDefault()} contentAfter={button} data-testid={ids.newVariable.generated} /></Field>
        <Field label={t('variable.repeat')}><Input readOnly value={dots} /></Field>
      </div>
      <span className={text.small}>{t('generate.done', { n: length })} <Link className={text.link} onClick={onOther}>{t('generate.other')}</Link></span>
    </>
  );
}

/** A password kept here: typed twice with its strength, or generated. */
export function DeviceFields({ form, set, problem }: Props) {
  const s = useNewVariableStyles();
  const text = useText();
  const strength = useStrength(form.handle ? '' : form.value);
  if (form.handle) return <Generated key={form.handle} handle={form.handle} length={form.length} onOther={() => set({ handle: null })} />;
  const match = form.repeat !== '' && form.repeat === form.value;
  const differ = form.repeat !== '' && !match && form.repeat.length >= form.value.length;
  const repeat = match ? t('variable.match') : (problem('repeat') ?? (differ ? t('variable.differ') : undefined));
  const length = [...form.value].length;
  return (
    <div className={s.two}>
      <PasswordField
        label={t('value.password')} required value={form.value} onChange={(value) => set({ value })} testId={ids.newVariable.value} validationState={problem('value') ? 'error' : 'none'} validationMessage={problem('value')}
        after={<><StrengthMeter bars={strength?.bars ?? null} advice={strength && strength.bars < 4 ? strength.advice : null} />{length > 0 && <span className={text.small}>{t('variable.characters', { n: length })}</span>}</>}
      />
      <PasswordField label={t('variable.repeat')} required value={form.repeat} onChange={(value) => set({ repeat: value })} testId={ids.newVariable.repeat} validationState={match ? 'success' : repeat ? 'error' : 'none'} validationMessage={repeat} />
    </div>
  );
}
