import { findActionItems } from '@clianta/agents/agents/transcription/reading/find-action-items';
import { sumUp } from '@clianta/agents/agents/transcription/reading/sum-up';
import { PLAIN_CALENDAR } from '@clianta/crm-core/entity/calendar';
import { expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';
import { CALL_VTT } from '../../support/call-transcript.ts';
import { upload } from '../../support/upload.ts';

it('gives what was said in a call to its workspace alone, and not with the record', async ({ sam }) => {
  const { body: list } = await sam.call('GET', '/callRecordings');
  const [record] = list.records;
  expect(record).not.toHaveProperty('segments');
  const { status, body } = await sam.call('GET', `/call-transcripts/${record.id}`);
  expect(status).toBe(200);
  expect(body.mood).toMatchObject({ score: record.sentiment, words: 'neutral' });
  // what the demo company's call is said to be is what the rules find in it
  const setting = { at: new Date(), timeZone: 'UTC', calendar: PLAIN_CALENDAR, team: [] };
  const texts = (items: Array<{ text: string; segment: number }>) =>
    items.map(({ text, segment }) => [text, segment]);
  expect(texts(body.actionItems)).toEqual(texts(findActionItems(body.segments, setting)));
  expect(texts(body.summary)).toEqual(texts(sumUp(body.segments)));
  expect((await sam.call('GET', `/call-transcripts/${record.id.replace(/.$/, 'f')}`)).status).toBe(404);
});

it('reads a transcript that is sent without a word', async ({ server, sam }) => {
  const { body: file } = await upload(server, sam, 'sprint.vtt', CALL_VTT);
  const { status, body } = await sam.call('POST', '/agents/chat', {
    message: '',
    files: [{ fileId: file.id, name: file.name }],
  });
  expect(status).toBe(200);
  expect(body.reply.text).toContain('Kept **sprint**');
});
