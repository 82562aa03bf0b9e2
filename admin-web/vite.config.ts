import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const SERVER = process.env.CLIANTA_SERVER ?? 'http://localhost:3000';

/** The widget shares the console's chat components, but must stay under 45 KB: there, React is Preact. */
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

/**
 * Only marked's lexer is used. Its one minified file ends with the parts that turn tokens into HTML, which no bundler
 * can drop because a default instance is made of them; they are cut off here, 3 KB gzipped. A marked that looks
 * different stays whole, with a warning.
 */
const onlyTheLexerOfMarked: Plugin = {
  name: 'clianta:only-the-lexer-of-marked',
  transform: {
    filter: { id: /marked\.esm\.js$/ },
    handler(code) {
      const lexer = /(\w+) as Lexer/.exec(code)?.[1];
      const end = code.search(/var \w+=new \w+;function \w+\(\w+,\w+\)\{return \w+\.parse\(/);
      if (lexer && end > 0) return { code: `${code.slice(0, end)}export{${lexer} as Lexer};`, map: null };
      this.warn('marked has another shape than expected and is bundled whole');
      return null;
    },
  },
};

/**
 * One `vite build`, three outputs in dist/: the console (index.html), the chat that the widget opens
 * (widget/index.html) and its loader (widget.js, a name that embedding pages rely on).
 */
export default defineConfig({
  plugins: [onlyTheLexerOfMarked, reactIsPreactInWidget, react()],
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
      for (const name of ['client', 'widget', 'loader']) {
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
  },
});
