import { Button, makeStyles, MessageBar, MessageBarBody, tokens as T } from '@fluentui/react-components';
import { useState } from 'react';
import { asUiError, unwrap } from '../../api';
import { deviceCommands, type PairingView } from '../../api/bindings.devices';
import { useToast } from '../../components';
import { QrCode } from '../../components/QrCode';
import { WideDialog } from '../../components/sharing/WideDialog';
import { exactTime, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({
  row: { display: 'flex', columnGap: '24px', rowGap: '16px', flexWrap: 'wrap', alignItems: 'flex-start' },
  text: { flex: '1 1 280px', minWidth: 0, display: 'flex', flexDirection: 'column', rowGap: '12px', alignItems: 'flex-start' },
  code: { display: 'grid', gridTemplateColumns: 'repeat(4,1fr)', rowGap: '4px', columnGap: '12px', padding: '16px', margin: 0, borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground3, border: `1px solid ${T.colorNeutralStroke2}`, listStyleType: 'none' },
  group: { fontFamily: T.fontFamilyMonospace, fontSize: T.fontSizeBase400, letterSpacing: '1px', fontVariantLigatures: 'none', userSelect: 'text' },
});

/** The file is written; the code goes another way. */
export function AddDevice({ pairing, onClose }: { pairing: PairingView; onClose: () => void }) {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const [problem, setProblem] = useState<unknown>(null);
  const copy = () => { unwrap(deviceCommands.pairingCopy(pairing.id)).then(() => toast(t('pair.copied')), setProblem); };
  return (
    <WideDialog title={t('pair.title')} onClose={onClose} testId={partIds.devices.pairDialog} footer={<><span className={text.grow} /><Button appearance="primary" onClick={onClose}>{t('action.close')}</Button></>}>
      {problem ? <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(problem).message} {asUiError(problem).hint}</MessageBarBody></MessageBar> : null}
      <span>{t('pair.body', { path: pairing.path })}</span>
      <div className={s.row}>
        <div className={s.text}>
          <ol className={s.code} aria-label={t('pair.code')} data-testid={partIds.devices.code} data-selectable>{pairing.groups.map((group, i) => <li key={i} className={s.group}>{group}</li>)}</ol>
          <Button onClick={copy} data-testid={partIds.devices.copy}>{t('pair.copy')}</Button>
        </div>
        <QrCode rows={pairing.qr} label={t('pair.qr')} />
      </div>
      <MessageBar intent="warning" layout="multiline"><MessageBarBody>{t('pair.warn', { when: exactTime(pairing.expires) })}</MessageBarBody></MessageBar>
    </WideDialog>
  );
}
