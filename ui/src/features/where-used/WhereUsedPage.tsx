import { makeStyles, MessageBar, MessageBarBody, Tab, TabList, tokens as T, useAnnounce } from '@fluentui/react-components';
import { ArrowSync16Regular, Flowchart16Regular, Table16Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { asUiError, unwrap, type DependencyRow, type DependencyTab, type ExportFormat } from '../../api';
import { usedCommands } from '../../api/bindings.used';
import { CommandButton, EmptyState, ErrorState, Page, PageHeader, SkeletonRows, useGo, usePageTitle, useSlow, useToast } from '../../components';
import { useOpen } from '../../components/dependencies/openRow';
import { facts, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { CoverageLine, MissingDrawer } from './Coverage';
import { DependencyTable } from './DependencyTable';
import { ExportMenu } from './ExportMenu';
import { Filters } from './Filters';
import { Nothing } from './Nothing';
import { Picker } from './Picker';
import { useDependencies } from './useDependencies';
import { SidePanel, type Selection } from './graph/SidePanel';
import { ViewSwitch } from './ViewSwitch';

const Graph = lazy(() => import('./graph/Graph'));
const tabs: DependencyTab[] = ['usedBy', 'uses', 'deleteBlockedBy'];

const useStyles = makeStyles({
  bar: { display: 'flex', alignItems: 'center', columnGap: '12px', padding: '12px 24px 0', flexShrink: 0 },
  tabs: { padding: '8px 16px 0', flexShrink: 0, borderBottom: `1px solid ${T.colorNeutralStroke2}` },
  count: { marginLeft: '6px', color: T.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  message: { padding: '12px 24px 0', flexShrink: 0 },
  middle: { flex: '1 1 0', minHeight: 0, display: 'flex', flexDirection: 'column' },
});

/** Where used: everything that depends on one thing, and what is not known about it. */
export function WhereUsedPage() {
  const s = useStyles();
  const text = useText();
  const go = useGo();
  const toast = useToast();
  const { announce } = useAnnounce();
  const list = useDependencies();
  const { view, thing, setProblem } = list;
  const slow = useSlow(list.loading);
  const open = useOpen(setProblem);
  const [side, setSide] = useState<Selection | null>(null);
  const picture = useRef<(() => string) | null>(null);
  const onPicture = useCallback((draw: (() => string) | null) => { picture.current = draw; }, []);
  const asGraph = list.address['view'] === 'graph';
  const missing = list.address['show'] === 'missing';
  const showMissing = () => list.set({ show: 'missing' });
  usePageTitle(t('used.title'), view ? null : t('used.title'));
  const spoken = view && !list.outdated ? facts([t('used.ready', { n: view.counts.usedBy }), t('used.readyUnresolved', { n: view.coverage.unresolved }), t(view.coverage.complete ? 'coverage.yes' : 'coverage.no')]) : null;
  useEffect(() => { if (spoken) announce(spoken, { polite: true, batchId: 'list' }); }, [spoken, announce]);
  const scan = () => unwrap(usedCommands.sourceScan(null)).then(() => toast(t('used.scanStarted')), setProblem);
  const write = (format: ExportFormat) => {
    unwrap(usedCommands.dependencyExport(list.query, format, format === 'svg' ? (picture.current?.() ?? null) : null)).then((done) => { if (done) toast(t('used.exported', { n: done.rows, path: done.path })); }, setProblem);
  };
  const notThis = (row: DependencyRow) => { unwrap(usedCommands.placeNotThis(row.id, list.query.thing, !row.notThis)).then(() => { if (!row.notThis) toast(t('used.notThisDone')); void list.refresh(); }, setProblem); };
  const nothing = view && list.tab === 'usedBy' && !list.filtered && view.counts.usedBy === 0;
  const drawer = missing && view ? <MissingDrawer coverage={view.coverage} onClose={() => list.set({ show: null })} onUnresolved={() => list.set({ show: null, groups: 'unresolved', view: null, tab: null })} /> : asGraph && side && <SidePanel selection={side} open={open} onClose={() => setSide(null)} />;
  const table = list.groups.length > 0 ? <DependencyTable key={`${list.query.thing.id} ${list.tab}`} list={list} open={open} onNotThis={notThis} drawer={Boolean(drawer)} /> : <EmptyState title={list.filtered ? t('state.nothingFilters') : t('used.noneHere')} />;
  return (
    <Page drawer={drawer}>
      <PageHeader title={t('used.title')}>
        <CommandButton icon={<ArrowSync16Regular />} reason={view && view.coverage.sources === 0 ? t('gapStep.noSource') : null} onClick={() => void scan()} testId={partIds.used.scan}>{t('used.scan')}</CommandButton>
        <ExportMenu reason={view ? null : t('used.pick')} canDraw={asGraph} onExport={write} />
      </PageHeader>
      <div className={s.bar}><Picker thing={view?.thing} onPick={(next) => { setSide(null); list.pick(next); }} /><span className={text.grow} />{view && !nothing && <ViewSwitch graph={asGraph} onChange={(graph) => list.set({ view: graph ? 'graph' : null })} options={[{ id: 'table', label: t('used.table'), icon: <Table16Regular aria-hidden /> }, { id: 'graph', label: t('used.graph'), icon: <Flowchart16Regular aria-hidden /> }]} />}</div>
      {list.problem !== null && <div className={s.message}><MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(list.problem).message} {asUiError(list.problem).hint}</MessageBarBody></MessageBar></div>}
      {!thing ? <EmptyState title={t('used.chooseTitle')} body={t('used.chooseBody')} />
        : list.error ? <ErrorState what={asUiError(list.error).message} next={asUiError(list.error).hint} code={asUiError(list.error).code} onRetry={list.retry} />
          : !view ? (slow ? <SkeletonRows height={32} /> : null)
            : nothing ? <Nothing view={view} onMissing={showMissing} />
              : (
                <>
                  <TabList className={s.tabs} aria-label={t('used.tabs')} selectedValue={list.tab} onTabSelect={(_, data) => list.set({ tab: data.value === 'usedBy' ? null : String(data.value), groups: null })}>
                    {tabs.map((tab) => <Tab key={tab} value={tab} data-testid={partIds.used.tab(tab)}>{t(`used.${tab}`)}<span className={s.count}>{view.counts[tab]}</span></Tab>)}
                  </TabList>
                  <Filters list={list} />
                  <div className={s.middle}>
                    {asGraph ? <Suspense fallback={slow ? <SkeletonRows /> : null}><Graph list={list} chosen={side?.box.id ?? null} onSelect={setSide} onPicture={onPicture} table={table} onTable={() => list.set({ view: null })} /></Suspense>
                      : table}
                  </div>
                </>
              )}
      {view && (view.coverage.sources === 0 || !nothing) && <CoverageLine coverage={view.coverage} onMissing={view.coverage.sources === 0 ? () => go('/sources') : showMissing} />}
    </Page>
  );
}
