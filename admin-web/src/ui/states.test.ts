import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ProblemState } from './states.tsx';

const drawn = (error: { message: string; code?: string }) =>
  renderToStaticMarkup(createElement(ProblemState, { title: 'The chats did not load', error, onRetry() {} }));

it('offers a second try of what failed, and none of what one may not see', () => {
  const failed = drawn({ message: 'No answer.', code: 'unreachable' });
  expect(failed).toContain('The chats did not load');
  expect(failed).toContain('Try again');
  const forbidden = drawn({ message: 'Your role may not read visitor chats.', code: 'forbidden' });
  expect(forbidden).toContain('Not open to you');
  expect(forbidden).toContain('Your role may not read visitor chats.');
  expect(forbidden).not.toContain('Try again');
});
