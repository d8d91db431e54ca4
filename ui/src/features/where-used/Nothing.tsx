import { Button, makeStyles, tokens as T } from '@fluentui/react-components';
import { CheckmarkCircle48Filled, SearchInfo24Regular } from '@fluentui/react-icons';
import type { DependencyView } from '../../api';
import { EmptyState, useGo } from '../../components';
import { gapWords, scannedWords } from '../../components/dependencies/words';
import { facts, t } from '../../strings';
import { partIds } from '../../testIds.parts';

const useStyles = makeStyles({ good: { color: T.colorStatusSuccessForeground1 }, muted: { color: T.colorNeutralForeground3 }, all: { flex: '1 1 0', minHeight: 0, display: 'flex', flexDirection: 'column', overflowY: 'auto' } });
const pages = { variable: '/variables', credential: '/credentials', connection: '/connections' } as const;

/** Nothing uses it: safe to delete only when Rust says that coverage is complete. */
export function Nothing({ view, onMissing }: { view: DependencyView; onMissing: () => void }) {
  const s = useStyles();
  const go = useGo();
  const { thing, coverage } = view;
  if (view.verdict !== 'safeToDelete') return <div className={s.all} data-testid={partIds.used.nothing}><EmptyState art={<SearchInfo24Regular className={s.muted} fontSize={40} aria-hidden />} title={t('used.none')} body={t('used.noneBody', { what: gapWords(coverage) })} actions={<Button onClick={onMissing}>{t('coverage.missing')}</Button>} /></div>;
  const page = thing.kind in pages ? pages[thing.kind as keyof typeof pages] : null;
  const what = facts([scannedWords(coverage), t('coverage.skipped', { n: 0 }), t('coverage.unresolved', { n: 0 })]);
  return (
    <div className={s.all} data-testid={partIds.used.nothing}>
      <EmptyState
        art={<CheckmarkCircle48Filled className={s.good} aria-hidden />} title={t('used.safe')} body={t('used.safeBody', { name: thing.name, what })}
        actions={<>{page && <Button onClick={() => go(page, { id: thing.id, ask: 'delete' })} data-testid={partIds.used.delete}>{t('used.deleteIt', { kind: t(`thingInText.${thing.kind}`) })}</Button>}<Button appearance="subtle" onClick={onMissing}>{t('used.showCoverage')}</Button></>}
      />
    </div>
  );
}
