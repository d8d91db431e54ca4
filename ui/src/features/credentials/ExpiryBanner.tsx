import { Button, Link, makeStyles, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { expiryQuery, useSettings } from '../../api';
import { t } from '../../strings';
import { ids } from '../../testIds';

const useStyles = makeStyles({ box: { padding: '12px 24px 0', flexShrink: 0 } });

const tomorrow = (now = new Date()) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString();

/** What expires in the next 30 days; the close button hides it until tomorrow. */
export function ExpiryBanner({ brief, onShow }: { brief: boolean; onShow: () => void }) {
  const s = useStyles();
  const { data } = useQuery(expiryQuery);
  const { settings, update } = useSettings();
  const hidden = settings?.bannerHiddenUntil && new Date(settings.bannerHiddenUntil) > new Date();
  if (!data || data.count === 0 || !settings || hidden) return null;
  const { first } = data;
  return (
    <div className={s.box}>
      <MessageBar intent="warning" layout="singleline" data-testid={ids.credentials.banner}>
        <MessageBarBody>
          <MessageBarTitle>{t('expiry.banner.head', { n: data.count })}</MessageBarTitle>{' '}
          {!brief && first && `${t('expiry.banner.tail', { credential: first.credential ?? first.variable, n: first.days })} `}
          <Link inline onClick={onShow} data-testid={ids.credentials.bannerShow}>{t('expiry.show')}</Link>
        </MessageBarBody>
        <MessageBarActions containerAction={<Button appearance="transparent" size="small" icon={<Dismiss16Regular />} aria-label={t('expiry.hide')} onClick={() => update({ bannerHiddenUntil: tomorrow() })} data-testid={ids.credentials.bannerHide} />} />
      </MessageBar>
    </div>
  );
}
