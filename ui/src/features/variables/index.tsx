import { Button } from '@fluentui/react-components';
import { Add16Regular, Delete16Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, commands, keys, unwrap, useSettings } from '../../api';
import { Chip, CommandBar, CommandButton, ConfirmDialog, DataTable, DetailsDrawer, EmptyState, ErrorState, FilterRow, Page, PageHeader, PageSearch, Separator, SkeletonRows, useAddress, usePageTitle, useSlow, useToast, useWindowWidth } from '../../components';
import { emptyForm, NewVariable } from '../../components/NewVariable';
import { list as joined, t } from '../../strings';
import { ids } from '../../testIds';
import { columnsFor } from './columns';
import { useVariables } from './useVariables';
import { VariableDrawer } from './VariableDrawer';

const filters = [['all', 'filter.all'], ['text', 'variables.text'], ['secret', 'variables.secret'], ['expiring', 'filter.expiring'], ['unused', 'filter.unused']] as const;

/** Variables: what credentials are made of. */
export default function VariablesPage() {
  const client = useQueryClient();
  const toast = useToast();
  const width = useWindowWidth();
  const { settings } = useSettings();
  const list = useVariables();
  const slow = useSlow(list.loading);
  const [address, setAddress] = useAddress();
  const [making, setMaking] = useState<'text' | 'secret' | null>(null);
  const [forms, setForms] = useState({ text: emptyForm, secret: emptyForm });
  const [asking, setAsking] = useState(false);
  const openId = address['id'] ?? null;
  const chosen = list.rows.find((row) => row.id === openId);
  usePageTitle(t('variables.title'), list.loading ? null : `${t('variables.title')}, ${list.total}`);
  const open = (id: string | null) => { setMaking(null); setAddress({ id }); };
  const make = (kind: 'text' | 'secret') => { setAddress({ id: null }); setMaking(kind); };
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(commands.variableDelete([id])),
    onSuccess: () => { setAddress({ id: null }); for (const queryKey of [keys.variable, keys.deleted]) void client.invalidateQueries({ queryKey }); },
    onError: (error) => { const { message, blockedBy } = asUiError(error); toast(blockedBy.length > 0 ? t('variables.inUse', { list: joined(blockedBy.map((one) => one.name)) }) : message); },
  });
  const blank = !list.loading && !list.error && list.total === 0 && list.rested === '' && list.filter === 'all' && making === null;
  const label = making === 'text' ? t('variables.newText') : t('variables.newSecret');
  const drawer = making
    ? (
      <DetailsDrawer title={label} label={label} onClose={() => setMaking(null)}>
        <NewVariable
          kind={making} form={forms[making]} onForm={(form) => setForms({ ...forms, [making]: form })} onClose={() => setMaking(null)}
          onSaved={(saved) => { setForms({ ...forms, [making]: emptyForm }); void client.invalidateQueries({ queryKey: keys.variable }); open(saved.id); }}
        />
      </DetailsDrawer>
    )
    : openId && <VariableDrawer id={openId} onClose={() => open(null)} />;
  return (
    <Page drawer={drawer}>
      <PageHeader title={t('variables.title')} count={blank || list.loading ? null : list.total}>{!blank && <PageSearch label={t('variables.search')} value={list.search} onChange={list.setSearch} testId={ids.variables.search} />}</PageHeader>
      {blank
        ? <EmptyState title={t('variables.empty')} body={t('variables.emptyBody')} actions={<><Button appearance="primary" icon={<Add16Regular />} onClick={() => make('text')} data-testid={ids.variables.newText}>{t('variables.newText')}</Button><Button onClick={() => make('secret')} data-testid={ids.variables.newSecret}>{t('variables.newSecret')}</Button></>} />
        : (
          <>
            <CommandBar label={t('variables.title')}>
              <CommandButton primary icon={<Add16Regular />} onClick={() => make('text')} testId={ids.variables.newText}>{t('variables.newText')}</CommandButton>
              <Separator />
              <CommandButton icon={<Add16Regular />} onClick={() => make('secret')} testId={ids.variables.newSecret}>{t('variables.newSecret')}</CommandButton>
              <CommandButton icon={<Delete16Regular />} reason={chosen ? null : t('variables.select')} onClick={() => setAsking(true)} testId={ids.variables.delete}>{t('action.delete')}</CommandButton>
            </CommandBar>
            <FilterRow label={t('filter.label')}>{filters.map(([name, words]) => <Chip key={name} on={list.filter === name} onClick={() => list.setFilter(name)} testId={ids.variables.filter(name)}>{t(words)}</Chip>)}</FilterRow>
            {list.error ? <ErrorState what={asUiError(list.error).message} next={asUiError(list.error).hint} code={asUiError(list.error).code} onRetry={list.retry} />
              : list.loading ? (slow ? <SkeletonRows /> : null)
                : list.rows.length === 0 ? <EmptyState title={list.rested ? t('state.nothing', { search: list.rested }) : t('state.nothingFilters')} actions={<Button onClick={() => { list.setSearch(''); list.setFilter('all'); }}>{t(list.rested ? 'action.clearSearch' : 'action.clearFilters')}</Button>} />
                  : <DataTable label={t('variables.title')} columns={columnsFor(width, Boolean(drawer), list.rested)} rows={list.rows} total={list.total} sort={list.sort} onSort={list.setSort} selected={new Set(openId ? [openId] : [])} onSelect={(next) => open([...next][0] ?? null)} onEnd={list.onEnd} rowHeight={settings?.denseRows ? 32 : 40} onOpen={(row) => open(row.id)} />}
          </>
        )}
      <ConfirmDialog open={asking} danger title={t('variables.deleteTitle', { name: chosen?.displayName ?? '' })} body={t('variables.deleteBody')} no={t('action.cancel')} yes={t('action.delete')} onNo={() => setAsking(false)} onYes={() => { setAsking(false); if (chosen) remove.mutate(chosen.id); }} />
    </Page>
  );
}
