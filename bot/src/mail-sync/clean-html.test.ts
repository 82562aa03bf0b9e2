import { describe, expect, it } from 'vitest';
import { cleanHtml } from './clean-html.ts';

describe('the HTML of a mail', () => {
  it('keeps its text, tables and links, which open elsewhere', () => {
    expect(cleanHtml('<p style="color:red">Hi <b>you</b> <a href="https://a.example">x</a></p>')).toBe(
      '<p style="color:red">Hi <b>you</b> <a href="https://a.example" target="_blank" rel="noopener noreferrer nofollow">x</a></p>',
    );
  });

  it('fetches nothing and runs nothing', () => {
    const evil = [
      '<img src="https://spy.example/pixel.gif">',
      '<p style="background:url(https://spy.example/x)">a</p>',
      '<link rel="stylesheet" href="https://spy.example/x.css">',
      '<style>@import "https://spy.example/x.css"</style>',
      '<script>alert(1)</script><svg onload=alert(1)><iframe src="https://spy.example"></iframe>',
      '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
      '<form action="https://spy.example"><input name="password"></form>',
      '<meta http-equiv="refresh" content="0;url=https://spy.example"><base href="https://spy.example">',
      '<video poster="https://spy.example/x"></video><a href="//spy.example">y</a>',
    ].join('');
    const clean = cleanHtml(evil);
    expect(clean).not.toMatch(
      /spy\.example|script|alert|style=|<(?:img|svg|form|input|iframe|meta|base|link|video)/i,
    );
  });
});
