import { useState } from 'react';
import { ConfirmDialog, useDraft } from '../../components';
import { t } from '../../strings';

/** A changed variable before it is saved: kept through a lock, asked for before it is discarded. */
export function useEdit<D extends object>(id: string, start: D, onClose: () => void, kept?: (draft: D) => D) {
  const [from, setFrom] = useState(start);
  const [asking, setAsking] = useState(false);
  const { form, change, clear } = useDraft('variable', id, from, kept);
  const leave = () => { clear(); onClose(); };
  return {
    form, from, shown: form ?? from, change,
    done: (saved: D) => { change(saved); setFrom(saved); clear(); },
    close: () => (form === null || JSON.stringify(form) === JSON.stringify(from) ? leave() : setAsking(true)),
    question: <ConfirmDialog open={asking} title={t('edit.discard')} body={t('discard.body')} no={t('discard.keep')} yes={t('discard.discard')} onNo={() => setAsking(false)} onYes={leave} />,
  };
}
