import { Checkbox, Field, mergeClasses } from '@fluentui/react-components';
import { DesktopFlow24Regular, PlugConnected24Regular, VirtualNetwork20Regular } from '@fluentui/react-icons';
import type { LocationName } from '../../api';
import { NoteBox } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import type { StepProps } from './index';
import { useWizardStyles } from './wizard.styles';

const icons = { connection: PlugConnected24Regular, desktopFlow: DesktopFlow24Regular, network: VirtualNetwork20Regular };
export const locations: LocationName[] = ['connection', 'desktopFlow', 'network'];

export function LocationStep({ draft, change, problem }: StepProps) {
  const s = useWizardStyles();
  const text = useText();
  const toggle = (one: LocationName, on: boolean) => change({ locations: locations.filter((other) => (other === one ? on : draft.locations.includes(other))) });
  return (
    <>
      <Field validationMessage={problem('locations')} hint={t('wizard.locationHint')}>
        <div role="group" aria-label={t('location.label')} className={s.cards}>
          {locations.map((one) => {
            const Icon = icons[one];
            const on = draft.locations.includes(one);
            return (
              <label key={one} className={mergeClasses(s.card, on && s.cardOn)}>
                <Checkbox checked={on} onChange={(_, data) => toggle(one, data.checked === true)} aria-label={t(`location.${one}`)} data-field={one === 'connection' ? 'locations' : undefined} data-testid={ids.wizard.location(one)} />
                <Icon className={s.icon} aria-hidden />
                <span className={s.cardText}><span className={text.strong}>{t(`location.${one}`)}</span><span className={mergeClasses(text.small, text.muted)}>{t(`wizard.location.${one}`)}</span></span>
              </label>
            );
          })}
        </div>
      </Field>
      <NoteBox><span>{t('wizard.kept')}</span></NoteBox>
    </>
  );
}
