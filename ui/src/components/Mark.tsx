import { tokens as T } from '@fluentui/react-components';

/** The app's mark: a sideboard with two doors. */
export function Mark({ size = 24 }: { size?: number }) {
  const line = { stroke: T.colorNeutralForegroundOnBrand };
  const dot = { fill: T.colorNeutralForegroundOnBrand };
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable={false}>
      <rect width="32" height="32" rx="8" style={{ fill: T.colorBrandBackground }} />
      <path d="M7.5 10.5h17a1 1 0 0 1 1 1V20a1 1 0 0 1-1 1h-17a1 1 0 0 1-1-1v-8.5a1 1 0 0 1 1-1Z" fill="none" style={line} strokeWidth="1.8" />
      <path d="M16 10.5V21M9.5 21v3M22.5 21v3" style={line} strokeWidth="1.8" strokeLinecap="round" />
      <circle cx="13.1" cy="15.7" r="1.1" style={dot} />
      <circle cx="18.9" cy="15.7" r="1.1" style={dot} />
    </svg>
  );
}
