import type { SettingsView } from '../../api';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { ChoiceRow, Part, SwitchRow } from './parts';

export type SectionProps = { settings: SettingsView; update: (patch: Partial<SettingsView>) => void };

const seconds = (n: number) => t('set.seconds', { n });

/** When it locks, and how long values stay. */
export function LockSection({ settings, update }: SectionProps) {
  return (
    <>
      <Part title={t('set.lock')}>
        <ChoiceRow title={t('set.idle')} sub={t('set.idleSub')} value={settings.lockAfterMinutes ?? 0} options={[1, 2, 5, 10, 15, 30, 60]} words={(n) => (n === 0 ? t('lock.never') : t('set.minutes', { n }))} onChange={(n) => update({ lockAfterMinutes: n || null })} testId={ids.settings.idle} />
        <SwitchRow title={t('set.screen')} on={settings.lockOnScreenLock} onChange={(on) => update({ lockOnScreenLock: on })} testId={ids.settings.screen} />
        <SwitchRow title={t('set.sleep')} on={settings.lockOnSuspend} onChange={(on) => update({ lockOnSuspend: on })} testId={ids.settings.sleep} />
      </Part>
      <Part title={t('set.values')}>
        <ChoiceRow title={t('set.clipboard')} sub={t('set.clipboardSub')} value={settings.clearClipboardSeconds} options={[10, 20, 30, 60]} words={seconds} onChange={(n) => update({ clearClipboardSeconds: n })} testId={ids.settings.clipboard} />
        <ChoiceRow title={t('set.reveal')} sub={t('set.revealSub')} value={settings.revealSeconds} options={[5, 10, 20, 30]} words={seconds} onChange={(n) => update({ revealSeconds: n })} testId={ids.settings.reveal} />
      </Part>
    </>
  );
}
