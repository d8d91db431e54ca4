import { mergeClasses } from '@fluentui/react-components';
import { t } from '../../strings';
import type { WizardDraft } from './draft';
import { locations } from './LocationStep';
import { useWizardStyles } from './wizard.styles';

/** What was chosen so far; it grows with each step. */
export function Summary({ draft }: { draft: WizardDraft }) {
  const s = useWizardStyles();
  const rows: [string, string][] = [
    [t('wizard.summary.name'), draft.name.trim()],
    [t('wizard.summary.locations'), locations.filter((one) => draft.locations.includes(one)).map((one) => t(`location.${one}`)).join(', ')],
    [t('wizard.summary.store'), t('store.thisDevice')],
    [t('wizard.summary.signs'), t('wizard.signs.password')],
    [t('value.userName'), draft.userNameLabel],
    [t('value.password'), draft.secretLabel],
  ];
  return (
    <aside className={s.summary} aria-label={t('wizard.summary')}>
      <h2 className={s.h2}>{t('wizard.summary')}</h2>
      <dl className={s.facts}>
        {rows.map(([term, fact]) => [<dt key={`${term} term`} className={s.term}>{term}</dt>, <dd key={term} className={mergeClasses(s.fact, !fact && s.open)}><bdi>{fact || t('wizard.open')}</bdi></dd>])}
      </dl>
    </aside>
  );
}
