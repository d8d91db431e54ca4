import { Accordion, AccordionHeader, AccordionItem, AccordionPanel, Field, Input, Link, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { FileField } from './FileField';
import type { PartProps } from './SignInFields';

const useStyles = makeStyles({ panel: { display: 'flex', flexDirection: 'column', rowGap: '12px', margin: 0 }, inner: { margin: 0 } });

const plain = { spellCheck: false, autoComplete: 'off' } as const;

/** Addresses of other clouds, and an authority of one's own. */
export function AdvancedFields({ form, set, problem }: PartProps) {
  const s = useStyles();
  const own = form.authorityHost !== '' || form.armUrl !== '' || form.keepCa;
  const [open, setOpen] = useState(own);
  const bad = ['authorityHost', 'armUrl', 'caHandle', 'ca'].some((field) => problem(field) !== undefined);
  return (
    <Accordion collapsible openItems={open || bad ? ['advanced'] : []} onToggle={() => setOpen(!open)}>
      <AccordionItem value="advanced">
        <AccordionHeader button={{ 'data-testid': ids.connect.advanced } as object}>{t('connect.advanced')}</AccordionHeader>
        <AccordionPanel className={s.inner}>
          <div className={s.panel}>
            <Field label={t('connect.authorityHost')} hint={t('connect.authorityHostHint')} validationMessage={problem('authorityHost')}><Input value={form.authorityHost} onChange={(_, input) => set({ authorityHost: input.value })} {...plain} data-testid={ids.connect.authorityHost} /></Field>
            <Field label={t('connect.armUrl')} hint={t('connect.armUrlHint')} validationMessage={problem('armUrl')}><Input value={form.armUrl} onChange={(_, input) => set({ armUrl: input.value })} {...plain} data-testid={ids.connect.armUrl} /></Field>
            <FileField label={t('connect.ca')} purpose="authority" picked={form.ca?.fileName ?? (form.keepCa ? t('connect.caKept') : null)} onPicked={(ca) => set({ ca })} hint={t('connect.caHint')} problem={problem('caHandle') ?? problem('ca')} testId={ids.connect.ca} />
            {(form.ca !== null || form.keepCa) && <Link as="button" onClick={() => set({ ca: null, keepCa: false })} data-testid={ids.connect.caRemove}>{t('connect.caRemove')}</Link>}
          </div>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}
