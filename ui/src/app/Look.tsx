import { AriaLiveAnnouncer, createDOMRenderer, FluentProvider, makeStyles, RendererProvider, tokens as T, type Theme } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sessionQuery, type SessionView } from '../api';
import { dark, highContrast, light, withoutMotion } from '../theme';

// The engine hides the attribute, so the property is read; Griffel then signs every sheet with it.
const nonce = document.querySelector<HTMLStyleElement>('style[nonce]')?.nonce;
const renderer = createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : {});

const useStyles = makeStyles({ all: { height: '100vh', backgroundColor: T.colorNeutralBackground3, overflow: 'hidden' } });

const prefers = (what: string) => window.matchMedia?.(`(prefers-${what})`).matches ?? false;

export function themeOf(state: SessionView | undefined): Theme {
  const look = state?.appearance;
  const system = (look?.systemDark ?? prefers('color-scheme: dark')) ? dark : light;
  const theme = { system, light, dark, highContrast }[look?.theme ?? 'system'];
  return look?.reduceMotion || prefers('reduced-motion: reduce') ? withoutMotion(theme) : theme;
}

/** Theme, style engine and announcer around everything. */
export function Look({ children }: { children: ReactNode }) {
  const { data } = useQuery(sessionQuery);
  return (
    <RendererProvider renderer={renderer}>
      <FluentProvider theme={themeOf(data)}>
        <AriaLiveAnnouncer><Whole>{children}</Whole></AriaLiveAnnouncer>
      </FluentProvider>
    </RendererProvider>
  );
}

// Styles are asked for below the renderer: above it they would lack the nonce and be refused.
function Whole({ children }: { children: ReactNode }) {
  return <div className={useStyles().all}>{children}</div>;
}
