import type { StrengthView } from '../api';
import { addWords, t } from '../strings';
import { firstRun } from '../strings/en/firstRun';
import { PasswordField } from './PasswordField';
import { StrengthMeter } from './StrengthMeter';

addWords(firstRun);

type Props = {
  label: string; repeatLabel: string; password: string; repeat: string; strength: StrengthView | null; onPassword: (value: string) => void; onRepeat: (value: string) => void;
  /** Problems are shown only after the first try. */
  tried: boolean; emptyText: string; ids: { password: string; repeat: string; strength?: string };
};

/** A new master password, typed twice, with its strength. */
export function NewPassword({ label, repeatLabel, password, repeat, strength, onPassword, onRepeat, tried, emptyText, ids }: Props) {
  const match = repeat !== '' && repeat === password;
  const differ = repeat !== password && (tried || repeat.length >= password.length) && (repeat !== '' || tried) && password !== '';
  const weak = tried && (password === '' ? emptyText : strength && !strength.acceptable ? t('first.weak', { advice: strength.advice ?? '' }) : undefined);
  return (
    <>
      <PasswordField
        label={label} required value={password} onChange={onPassword} testId={ids.password} validationState={weak ? 'error' : 'none'} validationMessage={weak || undefined}
        after={<StrengthMeter bars={strength?.bars ?? null} advice={strength?.advice ?? null} testId={ids.strength} />}
      />
      <PasswordField
        label={repeatLabel} required value={repeat} onChange={onRepeat} testId={ids.repeat} validationState={match ? 'success' : differ ? 'error' : 'none'}
        validationMessage={match ? t('first.match') : differ ? t('first.noMatch') : undefined}
      />
    </>
  );
}

/** Whether the two may be used. */
export const passwordIsGood = (password: string, repeat: string, strength: StrengthView | null) => password !== '' && password === repeat && strength?.acceptable === true;
