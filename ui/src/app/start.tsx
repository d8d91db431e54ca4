import { createRoot } from 'react-dom/client';
import { App } from './App';

// Reload, and the engine's own menu outside text fields, are no commands of this window.
function quietTheEngine(): void {
  document.addEventListener('contextmenu', (event) => {
    const target = event.target as HTMLElement;
    if (!target.closest('input, textarea, [data-selectable]')) event.preventDefault();
  });
  for (const kind of ['dragover', 'drop'] as const) document.addEventListener(kind, (event) => event.preventDefault());
}

export function start(): void {
  quietTheEngine();
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App />);
}
