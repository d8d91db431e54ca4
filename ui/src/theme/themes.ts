import { createDarkTheme, createLightTheme, teamsHighContrastTheme, type Theme } from '@fluentui/react-components';
import { brand } from './brand';

const type = {
  fontFamilyBase: "'Inter Variable', Inter, 'Noto Sans', system-ui, sans-serif",
  fontFamilyNumeric: "'Inter Variable', Inter, 'Noto Sans', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', 'JetBrains Mono', 'Noto Sans Mono', monospace",
  fontSizeBase100: '11px', lineHeightBase100: '16px', fontSizeBase200: '12px', lineHeightBase200: '16px',
  fontSizeBase300: '13px', lineHeightBase300: '20px', fontSizeBase400: '15px', lineHeightBase400: '20px',
  fontSizeBase500: '18px', lineHeightBase500: '24px', fontSizeBase600: '22px', lineHeightBase600: '28px',
  borderRadiusMedium: '6px', borderRadiusLarge: '8px', borderRadiusXLarge: '12px',
};

/** What lies under the pointer, where text keeps its colours. */
const hoverOf = (theme: Theme) => ({ hoverSubtle: theme.colorSubtleBackgroundHover, hover1: theme.colorNeutralBackground1Hover, hover2: theme.colorNeutralBackground2Hover, hover3: theme.colorNeutralBackground3Hover });

const stockLight: Theme = { ...createLightTheme(brand), ...type };
export const light: Theme = { ...stockLight, ...hoverOf(stockLight) };

// Calmer lines and status surfaces than the stock dark theme.
const stockDark = createDarkTheme(brand);
export const dark: Theme = {
  ...stockDark, ...type, ...hoverOf(stockDark),
  colorNeutralBackground3: '#1b1b1b', colorNeutralStroke1: '#5c5c5c', colorNeutralStroke2: '#3f3f3f', colorNeutralStroke3: '#353535',
  colorStatusWarningBackground1: '#35261b', colorStatusWarningBorder1: '#66442a',
  colorStatusDangerBackground1: '#3a2224', colorStatusDangerBorder1: '#6b3439',
  colorStatusSuccessBackground1: '#1d3022', colorStatusSuccessBorder1: '#33573b',
  colorBrandForeground1: brand[110], colorBrandForeground2: brand[120], colorCompoundBrandForeground1: brand[110],
  colorBrandForegroundLink: brand[110], colorBrandForegroundLinkHover: brand[120],
  colorBrandStroke1: brand[100], colorCompoundBrandStroke: brand[100], colorCompoundBrandBackground: brand[100],
};

// The stock hover is a bright surface for black text; ours holds texts and signs of several colours.
const contrastHover = '#2b2b2b';
export const highContrast: Theme = { ...teamsHighContrastTheme, ...type, ...Object.fromEntries(Object.keys(hoverOf(teamsHighContrastTheme)).map((key) => [key, contrastHover])) };

/** A still theme for people who asked for less motion. */
export function withoutMotion(theme: Theme): Theme {
  const durations = Object.keys(theme).filter((key) => key.startsWith('duration'));
  return { ...theme, ...Object.fromEntries(durations.map((key) => [key, '0ms'])) };
}
