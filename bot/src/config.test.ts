import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('needs no variable at all', () => {
  expect(readConfig({})).toMatchObject({ PORT: 3000, DATA_DIR: '.data', CLIANTA_DEMO: true, QUEUE: 'auto' });
});

it('takes an empty variable for an unset one', () => {
  const config = readConfig({ MONGODB_URI: '', PORT: '' });
  expect(config.PORT).toBe(3000);
  expect(config.MONGODB_URI).toBeUndefined();
});

it('names every variable that is wrong', () => {
  expect(() => readConfig({ PORT: 'http', SESSION_SECRET: 'short' })).toThrow(
    /PORT[\s\S]*SESSION_SECRET needs at least 32/,
  );
});
