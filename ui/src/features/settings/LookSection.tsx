import type { ThemeName } from '../../api';
import { t } from '../../strings';
import { ids } from '../../testIds';
import type { SectionProps } from './LockSection';
import { ChoiceRow, Part, SwitchRow } from './parts';

const themes = { system: 'look.system', light: 'look.light', dark: 'look.dark', highContrast: 'look.contrast' } as const;
const names: ThemeName[] = ['system', 'light', 'dark', 'highContrast'];

export function LookSection({ settings, update }: SectionProps) {
  return (
    <Part title={t('settings.look')}>
      <ChoiceRow title={t('look.theme')} value={settings.theme} options={names} words={(name) => t(themes[name])} onChange={(theme) => update({ theme })} testId={ids.settings.theme} />
      <ChoiceRow title={t('look.text')} value={settings.textSizePercent} options={[100, 110, 125, 150, 175, 200]} words={(n) => t('look.percent', { n })} onChange={(textSizePercent) => update({ textSizePercent })} testId={ids.settings.text} />
      <ChoiceRow title={t('look.rows')} value={settings.denseRows ? 'dense' : 'roomy'} options={['roomy', 'dense'] as const} words={(name) => t(`look.${name}`)} onChange={(name) => update({ denseRows: name === 'dense' })} testId={ids.settings.rows} />
      <SwitchRow title={t('look.motion')} sub={t('look.motionSub')} on={settings.reduceMotion} onChange={(on) => update({ reduceMotion: on })} testId={ids.settings.motion} />
    </Part>
  );
}
