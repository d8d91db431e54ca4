import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles } from '@fluentui/react-components';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useShellStyles } from './Shell.styles';

const useStyles = makeStyles({
  columns: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))', columnGap: '32px' },
  list: { display: 'grid', gridTemplateColumns: '1fr auto', rowGap: '6px', columnGap: '12px', margin: '8px 0 16px', '& dt': { gridColumn: '1' }, '& dd': { margin: 0, gridColumn: '2', textAlign: 'right' } },
});

const everywhere = (): [string, string][] => [
  [t('keys.palette'), 'Ctrl K'], [t('keys.find'), 'Ctrl F'], [t('keys.new'), 'Ctrl N'], [t('keys.nav'), 'Ctrl 1 … 9'], [t('keys.lock'), 'Ctrl L'], [t('keys.settings'), 'Ctrl ,'], [t('keys.regions'), 'F6'],
  [t('keys.escape'), 'Esc'], [t('keys.backForward'), 'Alt ← →'], [t('keys.size'), 'Ctrl + − 0'], [t('keys.list'), 'F1'],
];
const tables = (): [string, string][] => [
  [t('keys.move'), '↑ ↓ Home End'], [t('keys.open'), 'Enter'], [t('keys.select'), 'Space'], [t('keys.all'), 'Ctrl A'], [t('keys.jump'), t('key.letters')], [t('keys.edit'), 'F2'], [t('keys.delete'), 'Delete'],
  [t('keys.menu'), 'Shift F10'], [t('keys.width'), 'Shift ← →'], [t('keys.copyPassword'), 'Ctrl Shift C'], [t('keys.copyUser'), 'Ctrl Shift U'], [t('keys.reveal'), 'Alt R'],
];

/** F1: every key there is. */
export default function KeyList({ onClose }: { onClose: () => void }) {
  const s = useStyles();
  const shell = useShellStyles();
  const text = useText();
  const part = (title: string, rows: [string, string][]) => (
    <section>
      <h3 className={text.section}>{title}</h3>
      <dl className={s.list}>{rows.map(([what, key]) => [<dt key={what}>{what}</dt>, <dd key={`${what} key`}><kbd className={shell.kbd}>{key}</kbd></dd>])}</dl>
    </section>
  );
  return (
    <Dialog open onOpenChange={(_, data) => { if (!data.open) onClose(); }}>
      <DialogSurface data-testid={ids.keys.dialog}>
        <DialogBody>
          <DialogTitle>{t('keys.title')}</DialogTitle>
          <DialogContent className={s.columns} tabIndex={0} role="group" aria-label={t('keys.title')}>{part(t('keys.everywhere'), everywhere())}{part(t('keys.tables'), tables())}</DialogContent>
          <DialogActions><Button onClick={onClose} data-testid={ids.keys.close}>{t('action.close')}</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
