import { useCallback, useEffect, useMemo } from 'react';
import { commands, unwrap, type CredentialView, type ValueField } from '../../api';
import { DrawerSection, onCommand, ValueList, ValueRow } from '../../components';
import { useReveal } from '../../components/useReveal';
import { t } from '../../strings';
import { Checked } from './Details';

const labelOf = (field: ValueField) => t(`value.${field}`);

/** User name and password, or certificate. Reveal asks Rust for that one field; Copy never brings it into the window. */
export function Values({ view, onError }: { view: CredentialView; onError: (error: unknown) => void }) {
  const ask = useCallback((field: ValueField) => unwrap(commands.reveal(view.id, field)), [view.id]);
  const { shown, reveal, hide } = useReveal(ask, labelOf, onError);
  const secretField: ValueField = view.authentication === 'certificate' ? 'certificate' : 'password';
  const copy = useCallback((field: ValueField) => { unwrap(commands.copyValue(view.id, field)).catch(onError); }, [view.id, onError]);
  const canReveal = view.secret.canReveal && secretField === 'password';
  useEffect(() => {
    const stops = [
      onCommand('copyPassword', () => { if (view.secret.canCopy) copy(secretField); }), onCommand('copyUserName', () => { if (view.userName?.canCopy) copy('userName'); }),
      onCommand('reveal', () => { if (shown) hide(); else if (canReveal) void reveal(secretField); }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [view, secretField, copy, shown, hide, reveal, canReveal]);
  const fields = useMemo(() => [...(view.userName ? [{ field: 'userName' as ValueField, value: view.userName }] : []), { field: secretField, value: view.secret }], [view, secretField]);
  return (
    <DrawerSection title={t('details.values')} aside={<Checked at={view.checked} />}>
      <ValueList>
        {fields.map(({ field, value }) => {
          const open = shown?.field === field ? shown : null;
          return (
            <ValueRow
              key={field} owner={view.name} field={field} label={labelOf(field)} text={open?.value ?? value.text} variable={value.displayName} kind={field === 'userName' ? 'text' : field === 'certificate' ? 'certificate' : 'secret'}
              seconds={open?.left ?? null} hideable={field === 'password'} canReveal={value.canReveal} canCopy={value.canCopy} reason={value.canReveal && value.canCopy ? null : t('reveal.denied')}
              onReveal={() => void reveal(field)} onHide={hide} onCopy={() => copy(field)}
            />
          );
        })}
      </ValueList>
    </DrawerSection>
  );
}
