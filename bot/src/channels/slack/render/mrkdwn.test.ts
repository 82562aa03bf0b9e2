import { describe, expect, it } from 'vitest';
import { toMrkdwn } from './mrkdwn.ts';

describe('CommonMark as mrkdwn', () => {
  it.each([
    ['**bold**, *italic*, ~~gone~~ and `code`', '*bold*, _italic_, ~gone~ and `code`'],
    ['# Title\n\ntext', '*Title*\n\ntext'],
    ['- one\n- two\n  - deep', '• one\n• two\n    • deep'],
    ['3. three\n4. four', '3. three\n4. four'],
    ['[Acme](https://acme.example/a?b=1&c=2)', '<https://acme.example/a?b=1&amp;c=2|Acme>'],
    ['> quoted\n> twice', '> quoted\n> twice'],
    ['```js\na < b && c\n```', '```\na &lt; b &amp;&amp; c\n```'],
    ['---', '———'],
    ['a  \nb', 'a\nb'],
    ['- [x] done\n- [ ] open', '• ☑ done\n• ☐ open'],
  ])('%j is %j', (markdown, mrkdwn) => {
    expect(toMrkdwn(markdown)).toBe(mrkdwn);
  });

  it('lets no text mention anybody or hide a link', () => {
    expect(toMrkdwn('<!channel> <@U123> & <https://evil.example|bank>')).toBe(
      '&lt;!channel&gt; &lt;@U123&gt; &amp; &lt;https://evil.example|bank&gt;',
    );
    expect(toMrkdwn('[click](javascript:alert(1))')).toBe('click');
    expect(toMrkdwn('[a|b>c](https://x.example/%7C)')).toBe('<https://x.example/%7C|a¦b&gt;c>');
  });

  it('shows the description of an image, never the image', () => {
    expect(toMrkdwn('![a chart](https://tracker.example/x.png)')).toBe('a chart');
  });

  it('does not take an escaped star for markup', () => {
    expect(toMrkdwn('\\*not bold\\*')).toBe('*\u200Bnot bold*\u200B');
  });

  it('draws a table in fixed width', () => {
    expect(toMrkdwn('| Deal | Amount |\n|---|---|\n| Acme & Co | 12 |')).toBe(
      '```\nDeal       Amount\n---------  ------\nAcme &amp; Co  12\n```',
    );
  });
});
