import { existsSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

/** What the build makes beside a file, in the order of preference. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** The console and the widget; unknown paths are the console's own business. */
export function pages(webDir: string): Router {
  const router = Router();
  const index = join(webDir, 'index.html');
  // asked for by browsers on pages that name no icon, such as those of customers
  router.get('/favicon.ico', (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=86400').status(204).end();
  });
  router.use(compressed(webDir));
  router.use(
    express.static(webDir, {
      index: 'index.html',
      extensions: ['html'],
      maxAge: '1h',
      setHeaders: (response, path) => {
        const file = path.replace(/\.(br|gz)$/, '');
        // these are fetched by pages of other sites
        if (/\/(widget|forms\/embed|track|s)\.js$/.test(file))
          response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        if (file.endsWith('.html')) response.setHeader('Cache-Control', 'no-cache');
        if (/[.-][\w-]{8,}\.(js|css)$/.test(file))
          response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      },
    }),
  );
  router.get('/{*path}', (request, response, next) => {
    if (request.path.startsWith('/socket.io')) return next();
    // a file of an older build, or one that never was, is no page
    if (/\.\w+$/.test(request.path)) return response.status(404).type('text').send('There is no such file.');
    if (existsSync(index)) return response.setHeader('Cache-Control', 'no-cache').sendFile(index);
    response.status(503).type('text').send('The web pages are not built yet. Run: npm start');
  });
  return router;
}

/** Hands out the compressed copy of a file to those who take it. */
function compressed(webDir: string): RequestHandler {
  const files = existsSync(webDir) ? readdirSync(webDir, { recursive: true, encoding: 'utf8' }) : [];
  const paths = new Set(files.map((file) => `/${file.replaceAll(sep, '/')}`));
  return (request, response, next) => {
    const { path } = request;
    const copies = ENCODINGS.filter(([, ending]) => paths.has(path + ending));
    if (copies.length > 0) response.vary('Accept-Encoding');
    const taken = copies.find(([encoding]) => request.acceptsEncodings(encoding));
    if (taken) {
      const [encoding, ending] = taken;
      response.setHeader('Content-Encoding', encoding);
      response.type(extname(path));
      request.url = path + ending;
    }
    next();
  };
}
