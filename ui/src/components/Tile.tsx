import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { CertificateRegular, DatabaseRegular, DesktopRegular, GlobeRegular, KeyRegular, LaptopRegular, LockClosedKeyRegular, PlugConnectedRegular, TextTRegular, VaultRegular, WindowConsoleRegular, type FluentIcon } from '@fluentui/react-icons';

export type Kind = 'credential' | 'certificate' | 'text' | 'secret' | 'vault' | 'connection' | 'machine' | 'ssh' | 'database' | 'web' | 'device';

const icons: Record<Kind, FluentIcon> = {
  credential: KeyRegular, certificate: CertificateRegular, text: TextTRegular, secret: LockClosedKeyRegular, vault: VaultRegular, device: LaptopRegular,
  connection: PlugConnectedRegular, machine: DesktopRegular, ssh: WindowConsoleRegular, database: DatabaseRegular, web: GlobeRegular,
};

const useStyles = makeStyles({
  tile: { flexShrink: 0, display: 'grid', placeItems: 'center', borderRadius: T.borderRadiusMedium, backgroundColor: T.colorNeutralBackground3, color: T.colorNeutralForeground2, outline: `1px solid ${T.colorTransparentStroke}`, outlineOffset: '-1px' },
  brand: { backgroundColor: T.colorBrandBackground2, color: T.colorBrandForeground2 },
  letters: { fontSize: T.fontSizeBase100, fontWeight: 600, letterSpacing: '-0.2px' },
  lettersLarge: { fontSize: T.fontSizeBase300 },
});

const glyph = (size: number) => (size >= 40 ? 24 : size >= 32 ? 20 : 16);

/** The icon of a kind of thing on a tile, 24 to 40 px. */
export function KindTile({ kind, size = 24, brand = false }: { kind: Kind; size?: number; brand?: boolean }) {
  const s = useStyles();
  const Icon = icons[kind];
  const side = glyph(size);
  return (
    <span className={mergeClasses(s.tile, brand && s.brand)} style={{ width: size, height: size }} aria-hidden>
      <Icon style={{ width: side, height: side, fontSize: side }} />
    </span>
  );
}

/** The bare icon of a kind, 16 px, decorative. */
export function KindIcon({ kind, size = 16, className }: { kind: Kind; size?: number; className?: string }) {
  const Icon = icons[kind];
  return <Icon aria-hidden className={className} style={{ width: size, height: size, fontSize: size, flexShrink: 0 }} />;
}

const letters: Record<string, string> = { azureKeyVault: 'Az', cyberArk: 'Cy', openBao: 'Ob', aws: 'Aw' };

/** Two letters for a store instead of a logo; This device shows the laptop. */
export function StoreTile({ store, size = 24 }: { store: string; size?: number }) {
  const s = useStyles();
  const text = letters[store];
  if (text === undefined) return <KindTile kind="device" size={size} />;
  return (
    <span className={mergeClasses(s.tile, s.letters, size > 30 && s.lettersLarge)} style={{ width: size, height: size }} aria-hidden>
      {text}
    </span>
  );
}
