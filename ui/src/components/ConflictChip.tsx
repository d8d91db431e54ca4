import { makeStyles, tokens as T } from '@fluentui/react-components';
import { t } from '../strings';

const useStyles = makeStyles({ chip: { flexShrink: 0, padding: '0 6px', borderRadius: T.borderRadiusMedium, border: `1px solid ${T.colorStatusWarningBorder1}`, color: T.colorStatusWarningForeground3, fontSize: T.fontSizeBase200, lineHeight: T.lineHeightBase200 } });

/** S10: versions of it wait for a choice. */
export function ConflictChip() {
  return <span className={useStyles().chip}>{t('conflict.chip')}</span>;
}
