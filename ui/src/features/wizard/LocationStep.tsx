import { Checkbox, Field, Link, mergeClasses } from '@fluentui/react-components';
import { DesktopFlow24Regular, Info16Regular, PlugConnected24Regular, VirtualNetworkRegular } from '@fluentui/react-icons';
import type { LocationName } from '../../api';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { blocksCertificate, locations } from './draft';
import { StoreChoice } from './StoreChoice';
import type { StepProps } from './useWizard';
import { useWizardStyles } from './wizard.styles';

const icons = { connection: PlugConnected24Regular, desktopFlow: DesktopFlow24Regular, network: VirtualNetworkRegular };

export function LocationStep({ w }: StepProps) {
  const s = useWizardStyles();
  const text = useText();
  const { draft, change, problem } = w;
  const certificate = draft.authentication === 'certificate';
  const blocks = blocksCertificate(draft);
  const toggle = (one: LocationName, on: boolean) => change({ locations: locations.filter((other) => (other === one ? on : draft.locations.includes(other))) });
  return (
    <>
      <Field validationMessage={problem('locations') ?? problem('authentication')}>
        <div role="group" aria-label={t('location.label')} className={s.cards}>
          {locations.map((one) => {
            const Icon = icons[one];
            const on = draft.locations.includes(one);
            const forbidden = certificate && one !== 'connection' && !on;
            return (
              <label key={one} className={mergeClasses(s.card, on && s.cardOn, forbidden && s.cardOff)}>
                <span className={s.cardTop}>
                  <Icon className={mergeClasses(s.icon, on && s.iconOn)} aria-hidden />
                  <Checkbox checked={on} disabled={forbidden} className={s.box} onChange={(_, data) => toggle(one, data.checked === true)} aria-label={t(`location.${one}`)} data-field={one === 'connection' ? 'locations' : undefined} data-testid={ids.wizard.location(one)} />
                </span>
                <span className={text.strong}>{t(`location.${one}`)}</span>
                <span className={mergeClasses(text.small, s.grow)}>{t(`wizard.location.${one}`)}</span>
                <span className={mergeClasses(text.small, text.muted)}>{t(one === 'connection' ? 'wizard.location.authBoth' : 'wizard.location.auth')}</span>
              </label>
            );
          })}
        </div>
      </Field>
      {(blocks !== undefined || certificate) && (
        <span className={mergeClasses(s.why, text.small, text.muted)}>
          <Info16Regular aria-hidden className={s.whyIcon} />
          <span>{certificate && blocks === undefined ? <>{t('auth.locationsBlocked')} <Link className={text.link} onClick={() => change({ authentication: 'userNameAndPassword' })}>{t('wizard.signs.free')}</Link></> : t('auth.cert.blocked', { location: t(`location.${blocks ?? 'desktopFlow'}`) })}</span>
        </span>
      )}
      <StoreChoice w={w} />
    </>
  );
}
