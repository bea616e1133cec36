// The window's page: `renderer/` -> `out/renderer`. Nothing inline and nothing fetched, so that the strict policy holds (main/browser/assets.ts).
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundledLicences } from './main/packaging/bundled-licences.ts';

export default defineConfig({
  root: 'renderer',
  // Relative addresses serve `http://127.0.0.1:<port>/` and `app://bundle/` alike.
  base: './',
  plugins: [react(), bundledLicences()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 1500,
  },
});
