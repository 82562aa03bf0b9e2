import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
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

/** Parts of Socket.IO that the chat has no use for: a transport that the server does not offer, and binary messages. */
const UNUSED: Array<[RegExp, string]> = [
  [/engine\.io-client\/build\/esm\/transports\/webtransport\.js$/, 'export class WT {}'],
  [
    /socket\.io-parser\/build\/esm\/is-binary\.js$/,
    'export const isBinary = () => false; export const hasBinary = isBinary;',
  ],
  [
    /engine\.io-parser\/build\/esm\/encodePacket\.browser\.js$/,
    `import { PACKET_TYPES } from './commons.js';
     export const encodePacket = ({ type, data }, _isBinary, done) => done(PACKET_TYPES[type] + (data || ''));
     export const encodePacketToBinary = () => {};`,
  ],
  [
    /engine\.io-parser\/build\/esm\/decodePacket\.browser\.js$/,
    `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js';
     export const decodePacket = (text) => {
       const type = PACKET_TYPES_REVERSE[text.charAt(0)];
       return type ? { type, ...(text.length > 1 && { data: text.substring(1) }) } : ERROR_PACKET;
     };`,
  ],
  [
    /socket\.io-parser\/build\/esm\/binary\.js$/,
    'export const deconstructPacket = (packet) => ({ packet, buffers: [] }); export const reconstructPacket = (packet) => packet;',
  ],
];

const onlyWhatTheChatUsesOfSocketIo: Plugin = {
  name: 'clianta:only-what-the-chat-uses-of-socket-io',
  load: {
    filter: { id: UNUSED.map(([file]) => file) },
    handler: (id) => UNUSED.find(([file]) => file.test(id))?.[1],
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
  plugins: [
    onlyTheLexerOfMarked,
    onlyWhatTheChatUsesOfSocketIo,
    reactIsPreactInWidget,
    react(),
    compressedCopies,
  ],
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
