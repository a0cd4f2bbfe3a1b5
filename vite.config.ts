import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const bundled = {
  noExternal: true as const,
  external: Object.keys(dependencies).filter((name) => name !== 'zod'),
};

/** The page: served from disk by `tribunal serve`. */
const page: UserConfig = {
  root: 'src/web/page',
  base: '/',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: '../../../dist/page',
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    // The first that know light-dark().
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Everything comes from files: the content security policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
};

/** Declares what `src/index.ts` exports. What no type of it needs is nobody's business, and does not ship. */
const declarations: Plugin = {
  name: 'declarations',
  closeBundle() {
    const folder = path.resolve('dist/types');
    rmSync(folder, { recursive: true, force: true });
    execFileSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
    const needed = new Set<string>();
    const need = (file: string) => {
      if (needed.has(file)) return;
      needed.add(file);
      for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
        /["'](\.{1,2}\/[^"']+)\.[jt]s["']/g,
      ))
        need(path.resolve(path.dirname(file), `${name}.d.ts`));
    };
    need(path.join(folder, 'src/index.d.ts'));
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const file = path.join(folder, name);
      if (name.endsWith('.d.ts') && !needed.has(file)) rmSync(file);
    }
  },
};

/** No agent here calls tools of other servers: the SDK's part for them would be half of it. */
const noToolServers: Plugin = {
  name: 'no-tool-servers',
  load(id) {
    if (!id.endsWith('/mcp-server/node.mjs')) return null;
    const kinds = ['MCPServerStdio', 'MCPServerStreamableHttp', 'MCPServerSSE'];
    return `export { ${kinds.map((kind) => `${kind} as Node${kind}`)} } from './browser.mjs';`;
  },
};

/**
 * The command line and the public face, with every package that is not a `dependency`; and zod, which alone is a
 * hundred files: themes with tools of their own get it from here.
 */
const command: UserConfig = {
  plugins: [noToolServers],
  ssr: bundled,
  build: {
    ssr: true,
    outDir: 'dist/command',
    emptyOutDir: true,
    target: 'node20',
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      // The SDK's beginning makes a client of OpenAI's, which only calls to a server need.
      treeshake: {
        moduleSideEffects: [{ test: /@openai\/agents\/dist\/index/, sideEffects: false }],
      },
      input: { tribunal: 'src/cli/tribunal.ts', index: 'src/index.ts', zod: 'zod' },
      output: {
        chunkFileNames: '[name]-[hash].js',
        // A stack still says which functions it went through.
        minify: {
          compress: true,
          mangle: { keepNames: true },
          codegen: { removeWhitespace: true },
        },
      },
    },
  },
};

/** What tests start in a process of its own and no command does: one file loads quicker than the sources. */
const helpers: UserConfig = {
  ssr: bundled,
  build: {
    ...{ ssr: true, outDir: 'dist/tests', emptyOutDir: true, target: 'node20' },
    rolldownOptions: {
      input: ['claimant', 'open-until-killed', 'write-until-killed'].map(
        (name) => `test/support/${name}.ts`,
      ),
    },
  },
};

/**
 * `vite build` makes the page, `vite build --ssr` what runs on Node, with its declarations but for `--mode command`:
 * they take as long as all the rest.
 */
export default defineConfig(({ isSsrBuild, mode }) => {
  if (!isSsrBuild) return page;
  if (mode === 'tests') return helpers;
  return mode === 'command' ? command : { ...command, plugins: [noToolServers, declarations] };
});
