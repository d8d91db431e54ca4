import { Button, makeStyles, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { Add16Regular, ArrowSync16Regular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { asUiError, type SourceView } from '../../api';
import { Commands, ConfirmDialog, EmptyState, ErrorState, onCommand, Page, PageHeader, SkeletonRows, useAddress, usePageTitle, useSlow } from '../../components';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { SourceCard } from './SourceCard';
import { SourceDrawer } from './SourceDrawer';
import { useSources } from './useSources';

const useStyles = makeStyles({ cards: { display: 'flex', flexDirection: 'column', rowGap: '12px', padding: '16px 24px 24px' }, message: { padding: '12px 24px 0' } });

/** Sources: folders of code that are scanned for references by name. */
export function SourcesPage() {
  const s = useStyles();
  const all = useSources();
  const slow = useSlow(all.loading);
  const [address, setAddress] = useAddress();
  const [asking, setAsking] = useState<SourceView | null>(null);
  const chosen = all.sources.find((one) => one.id === address['id']);
  usePageTitle(t('sources.title'), all.loading ? null : `${t('sources.title')}, ${all.sources.length}`);
  useEffect(() => onCommand('new', all.add));
  const blank = !all.loading && !all.error && all.sources.length === 0;
  const add = <Button appearance="primary" icon={<Add16Regular />} onClick={all.add} data-testid={partIds.sources.add}>{t('sources.add')}</Button>;
  return (
    <Page drawer={chosen && <SourceDrawer key={chosen.id} source={chosen} onClose={() => setAddress({ id: null })} onSaved={all.refresh} onRemove={() => setAsking(chosen)} />}>
      <PageHeader title={t('sources.title')} count={blank || all.loading ? null : all.sources.length} />
      {all.problem !== null && <div className={s.message}><MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(all.problem).message} {asUiError(all.problem).hint}</MessageBarBody></MessageBar></div>}
      {all.error ? <ErrorState what={asUiError(all.error).message} next={asUiError(all.error).hint} code={asUiError(all.error).code} onRetry={all.retry} />
        : all.loading ? (slow ? <SkeletonRows height={72} rows={4} /> : null)
          : blank ? <EmptyState title={t('sources.empty')} body={t('sources.emptyBody')} actions={add} />
            : (
              <>
                <Commands label={t('sources.title')} commands={[
                  { id: 'add', primary: true, label: t('sources.add'), icon: <Add16Regular />, run: all.add, testId: partIds.sources.add },
                  { id: 'scanAll', label: t('sources.scanAll'), icon: <ArrowSync16Regular />, run: () => all.scan(null), testId: partIds.sources.scanAll },
                ]} />
                <div className={s.cards}>
                  {all.sources.map((one) => <SourceCard key={one.id} source={one} progress={all.progressOf(one.id)} chosen={one.id === chosen?.id} onOpen={() => setAddress({ id: one.id === chosen?.id ? null : one.id })} onScan={() => all.scan(one.id)} onStop={() => all.stop(one.id)} />)}
                </div>
              </>
            )}
      <ConfirmDialog open={asking !== null} danger title={t('sources.removeTitle', { name: asking?.name ?? '' })} body={t('sources.removeBody')} no={t('action.cancel')} yes={t('sources.remove')} onNo={() => setAsking(null)} onYes={() => { if (asking) all.remove(asking.id, asking.name); setAsking(null); setAddress({ id: null }); }} />
    </Page>
  );
}
