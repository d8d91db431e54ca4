import { mergeClasses, MessageBar, MessageBarBody, useAnnounce } from '@fluentui/react-components';
import { ArrowExportUp20Regular, Desktop20Regular, KeyReset20Regular, LockClosed20Regular, TextFont20Regular, WeatherMoon20Regular } from '@fluentui/react-icons';
import { lazy, Suspense } from 'react';
import { asUiError, useSettings, type SettingsView } from '../../api';
import { Page, PageHeader, useAddress, usePageTitle } from '../../components';
import { addWords, t } from '../../strings';
import { settings } from '../../strings/en/settings';
import { ids } from '../../testIds';
import { BackupSection } from './BackupSection';
import { LockSection } from './LockSection';
import { LookSection } from './LookSection';
import { RuleSection } from './RuleSection';
import { useSettingsStyles } from './settings.styles';
import { WaysSection } from './WaysSection';

addWords(settings);

const DevicesSection = lazy(() => import('./DevicesSection').then((m) => ({ default: m.DevicesSection })));

const sections = [
  { id: 'lock', icon: LockClosed20Regular }, { id: 'ways', icon: KeyReset20Regular }, { id: 'devices', icon: Desktop20Regular }, { id: 'look', icon: WeatherMoon20Regular }, { id: 'naming', icon: TextFont20Regular }, { id: 'backup', icon: ArrowExportUp20Regular },
] as const;

/** Each setting is a row, saved at once. */
export default function SettingsFeature() {
  const s = useSettingsStyles();
  const { announce } = useAnnounce();
  const [address, setAddress] = useAddress();
  const { settings, updateAsync, error } = useSettings();
  usePageTitle(t('settings.title'));
  const current = sections.find((one) => one.id === address['section'])?.id ?? 'lock';
  const update = (patch: Partial<SettingsView>) => { updateAsync(patch).then(() => announce(t('settings.saved'), { polite: true }), () => undefined); };
  return (
    <Page>
      <PageHeader title={t('settings.title')} />
      <div className={s.body}>
        <nav aria-label={t('settings.sections')} className={s.nav}>
          {sections.map(({ id, icon: Icon }) => (
            <button key={id} type="button" aria-current={id === current ? 'page' : undefined} className={mergeClasses(s.entry, id === current && s.on)} onClick={() => setAddress({ section: id })} data-testid={ids.settings.section(id)}><Icon aria-hidden />{t(`settings.${id}`)}</button>
          ))}
        </nav>
        <div className={s.parts}>
          {error && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody></MessageBar>}
          {settings && current === 'lock' && <LockSection settings={settings} update={update} />}
          {current === 'ways' && <WaysSection />}
          {current === 'devices' && <Suspense fallback={null}><DevicesSection /></Suspense>}
          {settings && current === 'look' && <LookSection settings={settings} update={update} />}
          {settings && current === 'naming' && <RuleSection settings={settings} update={update} />}
          {current === 'backup' && <BackupSection />}
        </div>
      </div>
    </Page>
  );
}
