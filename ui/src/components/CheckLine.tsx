import { Button, Spinner } from '@fluentui/react-components';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useElapsed } from './useElapsed';
import type { AccessCheck } from './useAccessCheck';

const slowAfter = 10;

/** While a check runs: what is being done, and Stop. */
export function CheckLine({ check }: { check: AccessCheck }) {
  const text = useText();
  const seconds = useElapsed(check.startedAt, check.running);
  if (!check.running) return null;
  return (
    <span className={text.row} data-testid={ids.check.line}>
      <Spinner size="extra-tiny" aria-hidden /><span className={text.small}>{seconds < slowAfter ? t('check.running') : t('check.slow', { vault: check.place })}</span>
      <Button size="small" appearance="subtle" onClick={check.stop} data-testid={ids.check.stop}>{t('action.stop')}</Button>
    </span>
  );
}
