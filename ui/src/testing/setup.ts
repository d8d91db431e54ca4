import { clearMocks } from '@tauri-apps/api/mocks';
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// jsdom lays nothing out: lists are given a window's height so that rows are drawn.
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => 1000 });
Object.defineProperty(window, 'innerWidth', { configurable: true, value: 1280 });
class NoResize { observe() {} unobserve() {} disconnect() {} }
vi.stubGlobal('ResizeObserver', NoResize);
Element.prototype.scrollTo = () => {};
window.scrollTo = () => {};
window.matchMedia = ((query: string) => ({ matches: false, media: query, addEventListener: () => {}, removeEventListener: () => {}, addListener: () => {}, removeListener: () => {}, dispatchEvent: () => false, onchange: null })) as typeof window.matchMedia;

afterEach(() => { cleanup(); clearMocks(); window.location.hash = ''; });
