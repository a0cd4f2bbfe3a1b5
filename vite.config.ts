import { defineConfig } from 'vite';

/** The page, built once by `npm ci` and served from disk by `tribunal serve`. */
export default defineConfig({
  root: 'src/web/page',
  base: '/',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: '../../../dist/page',
    emptyOutDir: true,
    // The first that know light-dark().
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Everything comes from files: the content security policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
