import { clearMocks } from '@tauri-apps/api/mocks';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// A busy machine draws late; a condition that never comes still fails.
configure({ asyncUtilTimeout: 20_000 });

// jsdom lays nothing out: lists are given a window's height so that rows are drawn.
Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, get: () => 600 });
Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, get: () => 1000 });
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get(this: HTMLElement) { return this.hasAttribute('data-fold') ? 100 : 1000; } });
Object.defineProperty(window, 'innerWidth', { configurable: true, value: 1280 });
class NoResize { observe() {} unobserve() {} disconnect() {} }
window.ResizeObserver = NoResize;
Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 1000, 600);
Element.prototype.scrollTo = () => {};
Element.prototype.scrollIntoView = () => {};
window.scrollTo = () => {};
window.matchMedia = ((query: string) => ({ matches: false, media: query, addEventListener: () => {}, removeEventListener: () => {}, addListener: () => {}, removeListener: () => {}, dispatchEvent: () => false, onchange: null })) as typeof window.matchMedia;

// Listeners are stopped after the page is gone, so the mock has to outlive it by a moment.
afterEach(async () => {
  cleanup();
  await new Promise((done) => setTimeout(done, 20));
  clearMocks();
  Object.assign(window, { __TAURI_EVENT_PLUGIN_INTERNALS__: { unregisterListener: () => {} } });
  window.location.hash = '';
});
