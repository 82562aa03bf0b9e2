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

it('says of each variable what it may be', () => {
  const refusal = (env: Record<string, string>) => {
    try {
      return readConfig(env);
    } catch (error) {
      return String(error);
    }
  };
  expect(refusal({ PORT: 'http' })).toMatch('PORT must be a number');
  expect(refusal({ PORT: '70000' })).toMatch('PORT must be at most 65535');
  expect(refusal({ NODE_ENV: 'prod' })).toMatch('NODE_ENV must be one of development, production, test');
  expect(refusal({ PUBLIC_URL: 'crm' })).toMatch('PUBLIC_URL is not an address such as https://');
  expect(refusal({ MONGODB_URI: 'localhost' })).toMatch('MONGODB_URI must begin with mongodb://');
  expect(refusal({ REDIS_URL: 'localhost:6379' })).toMatch('REDIS_URL must begin with redis://');
});

it('takes no empty secret for one that is not set', () => {
  for (const SESSION_SECRET of ['', ' '.repeat(40)]) {
    expect(() => readConfig({ SESSION_SECRET })).toThrow('SESSION_SECRET needs at least 32 characters');
  }
});

it('names every variable that is wrong', () => {
  expect(() => readConfig({ PORT: 'http', SESSION_SECRET: 'short' })).toThrow(
    /PORT[\s\S]*SESSION_SECRET needs at least 32/,
  );
});

it('takes proxies as a number, as addresses and as networks, and says what is none', () => {
  const trusted = (TRUST_PROXY: string) => readConfig({ TRUST_PROXY }).TRUST_PROXY;
  expect(trusted('')).toEqual(['loopback']);
  expect(trusted('2')).toBe(2);
  expect(trusted('0')).toBe(0);
  expect(trusted('uniquelocal, 10.0.0.0/8,fd00::/8')).toEqual(['uniquelocal', '10.0.0.0/8', 'fd00::/8']);
  for (const wrong of ['true', '10.0.0.0/33', 'proxy.example.com', '10.0.0.1/8/8', ','])
    expect(() => trusted(wrong), wrong).toThrow(/TRUST_PROXY must be a number of proxies, or addresses/);
});
