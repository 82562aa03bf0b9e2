import { expect, it } from 'vitest';
import { isPlaceholder } from './key-problem.ts';

it('knows what is copied from an example', () => {
  for (const copied of [
    'xoxb-your-token',
    'YOUR_API_KEY',
    '<client secret>',
    'changeme',
    'sk-...',
    'xoxb-xxxxxxxx',
    'todo',
    '********',
    'replace-with-real-key',
  ])
    expect([copied, isPlaceholder(copied)]).toEqual([copied, true]);
});

it('takes what may be a key for one', () => {
  for (const key of [
    'xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy',
    'a client secret',
    'AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY',
    '6779ef20e75817b79602',
    'MyCompanyKey77',
    'https://login.salesforce.com',
    '127.0.0.1',
  ])
    expect([key, isPlaceholder(key)]).toEqual([key, false]);
});
