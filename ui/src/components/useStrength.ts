import { useEffect, useState } from 'react';
import { commands, type StrengthView } from '../api';

/** The strength of a password, asked of Rust on each change; outdated answers are dropped. */
export function useStrength(password: string, hints: readonly string[] = []): StrengthView | null {
  const [strength, setStrength] = useState<StrengthView | null>(null);
  const about = hints.join('\n');
  useEffect(() => {
    let outdated = false;
    if (password === '') return setStrength(null);
    void commands.passwordStrength(password, about.split('\n').filter(Boolean)).then((answer) => { if (!outdated && answer.status === 'ok') setStrength(answer.data); });
    return () => { outdated = true; };
  }, [password, about]);
  return strength;
}
