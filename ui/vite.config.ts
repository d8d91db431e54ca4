import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The window is WebKitGTK of Safari 16's age. Nothing may be inlined: the
// content security policy refuses data: fonts.
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  base: './',
  define: { __VERSION__: JSON.stringify(process.env['npm_package_version'] ?? '0.1.0') },
  server: { port: 5173, strictPort: true, host: '127.0.0.1', open: mode === 'fake' ? '/fake.html' : false },
  build: {
    target: 'safari16',
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'router', test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|store|react-store)[\\/]/ },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    globals: false,
    testTimeout: 60_000,
    restoreMocks: true,
  },
}));
