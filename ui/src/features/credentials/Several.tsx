import { Button } from '@fluentui/react-components';
import { BranchFork16Regular, Delete16Regular, ShareAndroid16Regular } from '@fluentui/react-icons';
import { lazy, Suspense } from 'react';
import { answered } from '../../api';
import { DetailsDrawer } from '../../components';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';

const UsesSheet = lazy(() => import('../../components/dependencies/UsesSheet').then((m) => ({ default: m.UsesSheet })));

type Props = { chosen: { id: string; name: string }[]; noShare: string | null; noDelete: string | null; looking: boolean; onLook: (looking: boolean) => void; onClose: () => void; onDelete: () => void; onShare: () => void };

/** S12: what is done with several credentials at once. */
export function Several({ chosen, noShare, noDelete, looking, onLook, onClose, onDelete, onShare }: Props) {
  const title = t('credentials.selected', { n: chosen.length });
  const commands = (
    <>
      {answered.team && <Button icon={<ShareAndroid16Regular />} disabledFocusable={noShare !== null} title={noShare ?? undefined} onClick={onShare} data-testid={partIds.several.share}>{t('command.share')}</Button>}
      {answered.whereUsed && <Button icon={<BranchFork16Regular />} onClick={() => onLook(true)} data-testid={partIds.several.whereUsed}>{t('command.whereUsed')}</Button>}
      <Button icon={<Delete16Regular />} disabledFocusable={noDelete !== null} title={noDelete ?? undefined} onClick={onDelete} data-testid={partIds.several.delete}>{t('action.delete')}</Button>
    </>
  );
  return (
    <DetailsDrawer title={title} label={title} onClose={onClose} commands={commands}>
      <Suspense fallback={null}>{looking && <UsesSheet things={chosen.map((one) => ({ kind: 'credential', ...one }))} onClose={() => onLook(false)} />}</Suspense>
    </DetailsDrawer>
  );
}
