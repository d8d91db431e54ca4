import { Button, Checkbox, Field, Popover, PopoverSurface, PopoverTrigger, SpinButton } from '@fluentui/react-components';
import { Wand16Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { asUiError, commands, unwrap, type GeneratedView, type GenerateRequest } from '../api';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useNewVariableStyles } from './newVariable.styles';

const sets = ['upper', 'lower', 'digits', 'symbols'] as const;
const shortest = 8;
const longest = 128;

/** Length and kinds of characters; the password itself is made and kept by Rust. */
export function GeneratePassword({ onMade }: { onMade: (made: GeneratedView) => void }) {
  const s = useNewVariableStyles();
  const text = useText();
  const [open, setOpen] = useState(false);
  const [request, setRequest] = useState<GenerateRequest>({ length: 24, upper: true, lower: true, digits: true, symbols: true });
  const button = useRef<HTMLButtonElement>(null);
  // A button that the mouse pressed has no focus here, so the popover alone does not bring it back.
  const close = () => { setOpen(false); button.current?.focus(); };
  const generate = useMutation({ mutationFn: () => unwrap(commands.generate(request)), onSuccess: (made) => { close(); onMade(made); } });
  const none = sets.every((one) => !request[one]);
  const range = request.length < shortest || request.length > longest;
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus>
      <PopoverTrigger disableButtonEnhancement><Button ref={button} appearance="subtle" icon={<Wand16Regular />} data-testid={ids.newVariable.generate}>{t('generate.button')}</Button></PopoverTrigger>
      <PopoverSurface className={s.popover} aria-label={t('generate.title')}>
        <Field label={t('generate.length')} validationMessage={range ? t('generate.range') : undefined}>
          <SpinButton value={request.length} min={shortest} max={longest} onChange={(_, data) => setRequest({ ...request, length: data.value ?? (Number(data.displayValue) || 0) })} data-testid={ids.newVariable.generateLength} />
        </Field>
        <div role="group" aria-label={t('generate.title')} className={text.col}>{sets.map((one) => <Checkbox key={one} label={t(`generate.${one}`)} checked={request[one]} onChange={(_, data) => setRequest({ ...request, [one]: data.checked === true })} data-testid={ids.newVariable.generateSet(one)} />)}</div>
        {none && <span role="alert" className={text.small}>{t('generate.none')}</span>}
        {generate.error && <span role="alert" className={text.small}>{asUiError(generate.error).message}</span>}
        <Button appearance="primary" disabledFocusable={none || range || generate.isPending} onClick={() => generate.mutate()} data-testid={ids.newVariable.generateMake}>{t('generate.make')}</Button>
      </PopoverSurface>
    </Popover>
  );
}
