import { useState } from 'react';
import type { VariableMarks } from '../../api';
import { ConfirmDialog } from '../../components';
import { useBased } from '../../components/useBased';
import { t } from '../../strings';

/** A changed variable before it is saved: kept through a lock, asked for before it is discarded. */
export function useEdit<D extends { displayName: unknown; value: unknown }>(id: string, start: D, marks: VariableMarks, onClose: () => void, kept?: (draft: D) => D) {
  const [asking, setAsking] = useState(false);
  const based = useBased<D, VariableMarks & { [K in keyof D]: string }>('variable', id, start, marks as VariableMarks & { [K in keyof D]: string }, kept);
  const leave = () => { based.clear(); onClose(); };
  return {
    ...based,
    close: () => (based.dirty ? setAsking(true) : leave()),
    question: <ConfirmDialog open={asking} title={t('edit.discard')} body={t('discard.body')} no={t('discard.keep')} yes={t('discard.discard')} onNo={() => setAsking(false)} onYes={leave} />,
  };
}
