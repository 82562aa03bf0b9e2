import { expect, it } from 'vitest';
import { dropTracing } from './drop-tracing.ts';

const inherited = () => ({
  LANGSMITH_API_KEY: 'k',
  LANGSMITH_TRACING: 'true',
  LANGCHAIN_TRACING_V2: 'true',
  LANG: 'C',
});

it('an inherited environment sends no conversation to LangSmith', () => {
  const env = inherited();
  expect(dropTracing(env)).toEqual(['LANGSMITH_API_KEY', 'LANGSMITH_TRACING', 'LANGCHAIN_TRACING_V2']);
  expect(env).toEqual({ LANG: 'C' });
});

it('leaves them to whoever asks for it', () => {
  const env = { ...inherited(), LANGSMITH: 'on' };
  expect(dropTracing(env)).toEqual([]);
  expect(env.LANGSMITH_API_KEY).toBe('k');
});
