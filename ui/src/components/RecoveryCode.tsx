import { Button, makeStyles, tokens as T, useAnnounce } from '@fluentui/react-components';
import { Copy16Regular, Print16Regular, Save16Regular } from '@fluentui/react-icons';
import { commands } from '../api';
import { addWords, t } from '../strings';
import { recovery } from '../strings/en/recovery';
import { ids } from '../testIds';

addWords(recovery);

const useStyles = makeStyles({
  code: { display: 'grid', gridTemplateColumns: 'repeat(4,1fr)', rowGap: '4px', columnGap: '8px', padding: '16px', margin: '16px 0 0', borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground3, border: `1px solid ${T.colorNeutralStroke2}`, listStyleType: 'none' },
  group: { fontFamily: T.fontFamilyMonospace, fontSize: T.fontSizeBase500, lineHeight: '28px', letterSpacing: '1px', textAlign: 'center', fontVariantLigatures: 'none', userSelect: 'text' },
  buttons: { display: 'flex', columnGap: '8px', marginTop: '12px', '@media print': { display: 'none' } },
});

/** The code in eight groups, with the three ways to keep it. */
export function RecoveryCode({ groups, label = t('recovery.label') }: { groups: readonly string[]; label?: string }) {
  const s = useStyles();
  const { announce } = useAnnounce();
  const save = async () => { const answer = await commands.recoveryCodeSave(); if (answer.status === 'ok' && answer.data) announce(t('recovery.saved', { what: label }), { polite: true }); };
  const copy = async () => { const answer = await commands.recoveryCodeCopy(); if (answer.status === 'ok') announce(t('recovery.copied', { what: label }), { polite: true }); };
  return (
    <>
      <ol className={s.code} aria-label={label} data-testid={ids.recovery.code} data-selectable>
        {groups.map((group, i) => <li key={i} className={s.group} data-testid={ids.recovery.group(i + 1)}>{group}</li>)}
      </ol>
      <div className={s.buttons}>
        <Button icon={<Save16Regular />} onClick={() => void save()} data-testid={ids.recovery.save}>{t('recovery.save')}</Button>
        <Button icon={<Print16Regular />} onClick={() => window.print()} data-testid={ids.recovery.print}>{t('recovery.print')}</Button>
        <Button icon={<Copy16Regular />} onClick={() => void copy()} data-testid={ids.recovery.copy}>{t('recovery.copy')}</Button>
      </div>
    </>
  );
}
