import { expect, it } from 'vitest';
import { quoted } from './quoted.ts';
import { saidToVisitor } from './said-to-visitor.ts';

it('takes for a visitor only what begins with their number', () => {
  expect(saidToVisitor('V12: We deliver on Monday.\nAnd for free.')).toEqual({
    reference: 'V12',
    text: 'We deliver on Monday.\nAnd for free.',
    to: 'visitor',
  });
  expect(saidToVisitor(' v12 done. ')).toEqual({ reference: 'v12', to: 'resolved' });
  expect(saidToVisitor('V12 back')).toEqual({ reference: 'V12', to: 'bot' });
  for (const text of [
    'V12',
    'V12:',
    'V12 done with it?',
    'Tell V12: yes',
    'What does V12: mean',
    'V12 is angry',
  ])
    expect(saidToVisitor(text), text).toBeUndefined();
});

it('quotes a visitor without markup, mentions and links', () => {
  expect(quoted([{ text: '*hi* <@U1>\n[x](https://evil.example)' }])).toBe(
    '> \\*hi\\* \\<\\@U1\\>\n> \\[x\\]\\(https:\u200b//evil.example\\)',
  );
});
