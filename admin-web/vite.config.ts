import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const SERVER = process.env.CLIANTA_SERVER ?? 'http://localhost:3000';

/** The widget shares the console's chat components, but must stay small: there, React is Preact. */
const PREACT: Record<string, string> = {
  react: '/src/widget/react.ts',
  'react-dom/client': '/src/widget/react.ts',
  'react/jsx-runtime': 'preact/jsx-runtime',
};

const reactIsPreactInWidget: Plugin = {
  name: 'clianta:react-is-preact-in-widget',
  enforce: 'pre',
  applyToEnvironment: (environment) => environment.name === 'widget',
  resolveId(id, importer) {
    const instead = PREACT[id];
    return instead ? this.resolve(instead, importer, { skipSelf: true }) : null;
  },
};

/** What is shorter than this gains nothing by compression. */
const LEAST_COMPRESSED = 1_024;

/** Beside every script and style sheet stands its compressed copy, which the server hands to those who take it. */
const compressedCopies: Plugin = {
  name: 'clianta:compressed-copies',
  writeBundle({ dir = '' }, bundle) {
    for (const file of Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name))) {
      const content = readFileSync(join(dir, file));
      if (content.length < LEAST_COMPRESSED) continue;
      writeFileSync(join(dir, `${file}.br`), brotliCompressSync(content));
      writeFileSync(join(dir, `${file}.gz`), gzipSync(content, { level: 9 }));
    }
  },
};

/**
 * One `vite build`, six outputs in dist/: the console (index.html), the chat that the widget opens (widget/index.html), its loader
 * (widget.js), the scripts of forms (forms/embed.js), of visits (track.js) and of counts (s.js), names that embedding pages rely on.
 */
export default defineConfig({
  plugins: [reactIsPreactInWidget, react(), compressedCopies],
  server: {
    port: 5173,
    proxy: {
      '/api': SERVER,
      '/healthz': SERVER,
      '/socket.io': { target: SERVER, ws: true },
    },
  },
  build: { target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'], modulePreload: { polyfill: false } },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'widget', 'loader', 'forms', 'tracker', 'counter']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
  environments: {
    client: { build: { outDir: 'dist', emptyOutDir: true, rollupOptions: { input: 'index.html' } } },
    widget: {
      consumer: 'client',
      build: {
        outDir: 'dist',
        emptyOutDir: false,
        copyPublicDir: false,
        rollupOptions: { input: 'widget/index.html', output: { entryFileNames: 'assets/widget-[hash].js' } },
      },
    },
    loader: {
      consumer: 'client',
      build: {
        outDir: 'dist',
        emptyOutDir: false,
        copyPublicDir: false,
        rollupOptions: {
          input: 'src/widget/loader.ts',
          output: { format: 'iife', entryFileNames: 'widget.js' },
        },
      },
    },
    forms: {
      consumer: 'client',
      build: {
        outDir: 'dist',
        emptyOutDir: false,
        copyPublicDir: false,
        rollupOptions: {
          input: 'src/forms/embed.ts',
          output: { format: 'iife', entryFileNames: 'forms/embed.js' },
        },
      },
    },
    tracker: {
      consumer: 'client',
      build: {
        outDir: 'dist',
        emptyOutDir: false,
        copyPublicDir: false,
        rollupOptions: {
          input: 'src/tracker/track.ts',
          output: { format: 'iife', entryFileNames: 'track.js' },
        },
      },
    },
    counter: {
      consumer: 'client',
      build: {
        outDir: 'dist',
        emptyOutDir: false,
        copyPublicDir: false,
        rollupOptions: {
          input: 'src/tracker/count.ts',
          output: { format: 'iife', entryFileNames: 's.js' },
        },
      },
    },
  },
});
