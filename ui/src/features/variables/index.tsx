import { Button } from '@fluentui/react-components';
import { Add16Regular, BranchFork16Regular, Certificate16Regular, Copy16Regular, Delete16Regular, Edit16Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { answered, asUiError, commands, keys, unwrap } from '../../api';
import { Chip, ChipMenu, Commands, ConfirmDialog, DataTable, DetailsDrawer, EmptyState, ErrorState, FilterRow, onCommand, Page, PageHeader, PageSearch, Separator, SkeletonRows, useAddress, useGo, usePageTitle, useSlow, useToast, useWindowWidth, type Command } from '../../components';
import { NewVariable, type NewKind } from '../../components/NewVariable';
import { editReason } from '../../components/shared';
import { addWords, counted, list as joined, t } from '../../strings';
import { newVariable } from '../../strings/en/newVariable';
import { variables } from '../../strings/en/variables';
import { vaults } from '../../strings/en/vaults';
import { ids } from '../../testIds';
import { columnsFor } from './columns';
import { useNew } from './useNew';
import { filters, storeKinds, useVariables, type VariableRow } from './useVariables';

const VariableDrawer = lazy(() => import('./VariableDrawer').then((m) => ({ default: m.VariableDrawer })));
const AffectedSheet = lazy(() => import('../../components/dependencies/AffectedSheet').then((m) => ({ default: m.AffectedSheet })));

addWords(variables);
addWords(newVariable);
addWords(vaults);

const words = { all: 'filter.all', text: 'variables.text', secret: 'variables.secret', sharedWithMe: 'filter.sharedWithMe', sharedByMe: 'filter.sharedByMe', expiring: 'filter.expiring', unused: 'filter.unused' } as const;

/** Variables: what credentials are made of. */
export default function VariablesPage() {
  const client = useQueryClient();
  const toast = useToast();
  const go = useGo();
  const width = useWindowWidth();
  const list = useVariables();
  const slow = useSlow(list.loading);
  const [address, setAddress] = useAddress();
  const fresh = useNew();
  const { making } = fresh;
  const [asked, setAsking] = useState<{ id: string; name: string } | null>(null);
  const [editKey, setEditKey] = useState(0);
  const openId = address['id'] ?? null;
  const chosen = list.rows.find((row) => row.id === openId);
  // Where used leads here with the question already put.
  const asking = asked ?? (address['ask'] === 'delete' && chosen ? chosen : null);
  const stopAsking = () => { setAsking(null); setAddress({ ask: null }); };
  usePageTitle(t('variables.title'), list.loading || list.asked ? null : `${t('variables.title')}, ${counted(list.total, list.exact)}`);
  const open = (id: string | null) => { fresh.make(null); setEditKey(0); setAddress({ id }); };
  const edit = (id: string) => { open(id); setEditKey((n) => n + 1); };
  const dependencies = (id: string) => go('/where-used', { kind: 'variable', id });
  const commandsFor = (rows: VariableRow[]): Command[] => {
    const row = rows[0];
    const reason = row ? null : t('variables.select');
    const noEdit = reason ?? editReason(rows.map(({ shared }) => shared));
    return [
      { id: 'edit', label: t('variables.edit'), icon: <Edit16Regular />, keys: 'F2', reason: noEdit, run: () => { if (row) edit(row.id); }, testId: ids.variables.edit },
      { id: 'advanced', label: t('variables.advanced'), testId: ids.variables.advanced, run: () => undefined, items: [
        ...(answered.whereUsed ? [{ id: 'dependencies', label: t('variables.dependencies'), icon: <BranchFork16Regular />, keys: 'Alt W', reason, run: () => { if (row) dependencies(row.id); }, testId: ids.variables.dependencies }] : []),
        { id: 'copyName', label: t('variables.copyName'), icon: <Copy16Regular />, reason, run: () => { if (row) void unwrap(commands.copyText(row.uniqueName)).then(() => toast(t('variables.nameCopied')), () => undefined); }, testId: ids.variables.copyName },
      ] },
      { id: 'delete', label: t('action.delete'), icon: <Delete16Regular />, keys: 'Delete', reason: noEdit, run: () => { if (row) setAsking(row); }, testId: ids.variables.delete },
    ];
  };
  useEffect(() => {
    const stops = [onCommand('new', () => make('text')), onCommand('edit', () => { if (openId) edit(openId); }), onCommand('whereUsed', () => { if (openId && answered.whereUsed) dependencies(openId); })];
    return () => stops.forEach((stop) => stop());
  });
  const make = (kind: NewKind) => { setAddress({ id: null }); fresh.make(kind); };
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(commands.variableDelete([id])),
    onSuccess: () => { setAddress({ id: null }); for (const queryKey of [keys.variable, keys.deleted]) void client.invalidateQueries({ queryKey }); },
    onError: (error) => { if (answered.whereUsed) return; const { message, blockedBy } = asUiError(error); toast(blockedBy.length > 0 ? t('variables.inUse', { list: joined(blockedBy.map((one) => one.name)) }) : message); },
  });
  const blank = !list.loading && !list.error && list.total === 0 && list.asked === '' && !list.filtered && making === null;
  const label = making === 'certificate' ? t('variables.newCertificate') : making === 'text' ? t('variables.newText') : t('variables.newSecret');
  const drawer = making
    ? (
      <DetailsDrawer title={label} label={label} onClose={() => fresh.make(null)}>
        <NewVariable
          bare kind={making} form={fresh.forms[making]} onForm={(form) => fresh.put(making, form)} onClose={() => fresh.make(null)}
          onSaved={(saved) => { fresh.done(making); void client.invalidateQueries({ queryKey: keys.variable }); setEditKey(0); setAddress({ id: saved.id }); }}
        />
      </DetailsDrawer>
    )
    : openId && <Suspense fallback={null}><VariableDrawer id={openId} editKey={editKey} onClose={() => open(null)} /></Suspense>;
  return (
    <Page drawer={drawer}>
      <PageHeader title={t('variables.title')} count={blank || list.loading || list.error ? null : counted(list.total, list.exact)}>{!blank && <PageSearch label={t('variables.search')} value={list.search} onChange={list.setSearch} testId={ids.variables.search} />}</PageHeader>
      {blank
        ? <EmptyState title={t('variables.empty')} body={t('variables.emptyBody')} actions={<><Button appearance="primary" icon={<Add16Regular />} onClick={() => make('text')} data-testid={ids.variables.newText}>{t('variables.newText')}</Button><Button onClick={() => make('secret')} data-testid={ids.variables.newSecret}>{t('variables.newSecret')}</Button></>} />
        : (
          <>
            <Commands label={t('variables.title')} commands={[
              { id: 'newText', primary: true, label: t('variables.newText'), icon: <Add16Regular />, run: () => make('text'), testId: ids.variables.newText },
              { id: 'newSecret', label: t('variables.newSecret'), icon: <Add16Regular />, run: () => make('secret'), testId: ids.variables.newSecret },
              { id: 'newCertificate', label: t('variables.newCertificate'), icon: <Certificate16Regular />, run: () => make('certificate'), testId: ids.variables.newCertificate }, ...commandsFor(chosen ? [chosen] : []),
            ]} />
            <FilterRow label={t('filter.label')}>
              {filters.map((name) => <Chip key={name} on={list.filter === name} onClick={() => list.setFilter(name)} testId={ids.variables.filter(name)}>{t(words[name])}</Chip>)}
              <Separator />
              <ChipMenu label={t('filter.store')} options={storeKinds.map((value) => ({ value, label: t(`store.${value}`) }))} chosen={list.stores} onChange={list.setStores} testId={ids.variables.filter('store')} />
              {list.filter !== 'all' && list.stores.length > 0 && <Button appearance="subtle" size="small" onClick={list.clear} data-testid={ids.variables.clearFilters}>{t('action.clearFilters')}</Button>}
            </FilterRow>
            {list.error ? <ErrorState what={asUiError(list.error).message} next={asUiError(list.error).hint} code={asUiError(list.error).code} onRetry={list.retry} />
              : list.loading ? (slow ? <SkeletonRows /> : null)
                : list.rows.length === 0 ? <EmptyState title={list.asked ? t('state.nothing', { search: list.asked }) : t('state.nothingFilters')} actions={<Button onClick={() => { list.setSearch(''); list.clear(); }}>{t(list.asked ? 'action.clearSearch' : 'action.clearFilters')}</Button>} />
                  : <DataTable label={t('variables.title')} columns={columnsFor(width, Boolean(drawer), list.asked)} rows={list.rows} first={list.first} total={list.total} exact={list.exact} onEnd={list.onEnd} onStart={list.onStart} listKey={list.listKey} {...list.look} onSort={list.look.setSort}
                      selected={new Set(openId ? [openId] : [])} onSelect={(next) => open([...next].at(-1) ?? null)} commands={commandsFor} onOpen={(row) => edit(row.id)} onKey={(event, row) => { if (event.key === 'Delete') setAsking(row); if (event.key === 'F2') edit(row.id); if (event.key === 'Escape' && openId) open(null); }}
                    />}
          </>
        )}
      {answered.whereUsed
        ? <Suspense fallback={null}>{asking && <AffectedSheet action="delete" things={[{ kind: 'variable', id: asking.id, name: asking.name }]} pending={remove.isPending} error={remove.error} onClose={stopAsking} onGo={() => remove.mutate(asking.id, { onSuccess: stopAsking })} />}</Suspense>
        : <ConfirmDialog open={asking !== null} danger title={t('variables.deleteTitle', { name: asking?.name ?? '' })} body={t('variables.deleteBody')} no={t('action.cancel')} yes={t('action.delete')} onNo={stopAsking} onYes={() => { stopAsking(); if (asking) remove.mutate(asking.id); }} />}
    </Page>
  );
}
