import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { CertificateRegular, CodeRegular, DatabaseRegular, DesktopRegular, GlobeRegular, KeyRegular, LockClosedKeyRegular, PeopleTeamRegular, PersonRegular, QuestionCircleRegular, TextTRegular, VaultRegular, WindowAppsRegular, WindowConsoleRegular, type FluentIcon } from '@fluentui/react-icons';
import type { ThingLook } from '../../api';

const icons: Record<ThingLook, FluentIcon> = {
  vaultSecret: VaultRegular, text: TextTRegular, secret: LockClosedKeyRegular, certificate: CertificateRegular, credential: KeyRegular, machine: DesktopRegular, ssh: WindowConsoleRegular, postgres: DatabaseRegular, http: GlobeRegular, person: PersonRegular, team: PeopleTeamRegular, code: CodeRegular, program: WindowAppsRegular, unresolved: QuestionCircleRegular,
};

const useStyles = makeStyles({
  icon: { flexShrink: 0, width: '16px', height: '16px', fontSize: '16px', color: T.colorNeutralForeground3 },
  attention: { color: T.colorStatusWarningForeground3 },
  tile: { flexShrink: 0, display: 'grid', placeItems: 'center', borderRadius: T.borderRadiusMedium, backgroundColor: T.colorBrandBackground2, color: T.colorBrandForeground2, outline: `1px solid ${T.colorTransparentStroke}`, outlineOffset: '-1px' },
});

/** The icon of a thing or place, decorative. */
export function LookIcon({ look, attention = look === 'unresolved' }: { look: ThingLook; attention?: boolean }) {
  const s = useStyles();
  const Icon = icons[look];
  return <Icon aria-hidden className={mergeClasses(s.icon, attention && s.attention)} />;
}

/** The same on a tile, 28 or 32 px. */
export function LookTile({ look, size = 28 }: { look: ThingLook; size?: number }) {
  const s = useStyles();
  const Icon = icons[look];
  return <span className={s.tile} style={{ width: size, height: size }} aria-hidden><Icon fontSize={size >= 32 ? 20 : 16} /></span>;
}
