import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Markdown } from './markdown.tsx';

beforeAll(() => {
  vi.stubGlobal('window', { location: { origin: 'https://crm.example' } });
});
// other tests of the process are of a server, which has none
afterAll(() => void vi.unstubAllGlobals());

const html = (text: string, allowedHosts: string[] = []) =>
  renderToStaticMarkup(createElement(Markdown, { text, allowedHosts }));

it('shows raw HTML as the text it is', () => {
  expect(html('Hi <img src=x onerror=alert(1)> there')).toBe(
    '<div class="markdown" dir="auto"><p>Hi &lt;img src=x onerror=alert(1)&gt; there</p></div>',
  );
  expect(html('<script>alert(1)</script>')).not.toContain('<script');
});

it('never loads an image, and shows its alternative text', () => {
  const out = html('![the chart](https://evil.example/pixel.png)');
  expect(out).not.toContain('<img');
  expect(out).not.toContain('evil.example');
  expect(out).toContain('[image: the chart]');
});

it('keeps links to this site and to allowed hosts', () => {
  expect(html('[deals](/pipelines)')).toContain('href="https://crm.example/pipelines"');
  expect(html('[docs](https://docs.acme.example/a)', ['acme.example'])).toContain(
    'href="https://docs.acme.example/a" target="_blank" rel="noopener noreferrer"',
  );
});

it('shows a link to any other host as text with the host in sight', () => {
  const out = html('[your bank](https://evil.example/login)');
  expect(out).not.toContain('<a');
  expect(out).toContain('your bank (evil.example)');
});

it('has no link with a script in it', () => {
  expect(html('[x](javascript:alert(1))')).not.toContain('<a');
  expect(html('[x](data:text/html,hi)')).not.toContain('<a');
});

it('draws lists, emphasis, code and tables', () => {
  const out = html('- **a**\n- `b`\n\n| S | D |\n|---|--:|\n| P | 12 |');
  expect(out).toContain('<li><strong>a</strong></li>');
  expect(out).toContain('<code>b</code>');
  expect(out).toContain('<td style="text-align:right">12</td>');
});

it('shows text cut off in the middle of its marks', () => {
  expect(html('Half **bold and a [link](https://cr')).toContain('Half **bold and a');
});
