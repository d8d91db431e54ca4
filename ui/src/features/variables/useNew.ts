import { useDraft } from '../../components';
import { emptyForm, withoutValues, type NewForm, type NewKind } from '../../components/newVariable.types';

type New = { making: NewKind | null; forms: Record<NewKind, NewForm> };
const nothing: New = { making: null, forms: { text: emptyForm, secret: emptyForm, certificate: emptyForm } };
const kept = ({ making, forms }: New): New => ({ making, forms: { text: withoutValues(forms.text), secret: withoutValues(forms.secret), certificate: withoutValues(forms.certificate) } });

/** What was typed into New, one form a kind. It stays when New is closed, and through a lock, except values. */
export function useNew() {
  const draft = useDraft('new-variable', 'new', nothing, kept);
  const now = draft.form ?? nothing;
  return {
    ...now,
    make: (making: NewKind | null) => { if (making !== now.making) draft.change({ ...now, making }); },
    put: (kind: NewKind, form: NewForm) => draft.change({ ...now, forms: { ...now.forms, [kind]: form } }),
    done: (kind: NewKind) => draft.change({ making: null, forms: { ...now.forms, [kind]: emptyForm } }),
  };
}
