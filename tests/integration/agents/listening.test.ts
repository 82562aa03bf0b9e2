import { Readable } from 'node:stream';
import { geminiListener } from '@clianta/agents/models/gemini-listener';
import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { heardCall } from '@clianta/crm-core/crm/call-recording/heard-call';
import { operation, systemScope } from '@clianta/crm-core/entity/scope';
import type { JobRunContext } from '@clianta/jobs/job';
import { listenWindowJob } from '@clianta/jobs/jobs/listen-window.job';
import { takeUpCalls } from '@clianta/jobs/jobs/take-up-calls.job';
import { transcribeCallJob } from '@clianta/jobs/jobs/transcribe-call.job';
import { describe, expect } from 'vitest';
import { aWav } from '../../support/a-wav.ts';
import { crmTest } from '../../support/fixtures.ts';
import { GeminiSoundStandIn, type SoundAnswer } from '../../support/gemini-sound-stand-in.ts';

const said = (...turns: ReadonlyArray<readonly [start: string, end: string, text: string]>): SoundAnswer => ({
  text: JSON.stringify({
    segments: turns.map(([start, end, text], at) => ({
      start,
      end,
      speaker: `Speaker ${(at % 2) + 1}`,
      text,
    })),
  }),
});
const FIRST = said(
  ['0:00:02', '0:05:00', 'Hello, how are you today?'],
  ['0:05:00', '0:09:58', "I'll send you the offer."],
);
const SECOND = said(['0:10:01', '0:12:00', 'The price is fine for us and we agree.']);
const isFirst = (order: string) => order.includes('from 0:00:00 to 0:10:00');

const it = crmTest
  .extend('gemini', async ({ home }, { onCleanup }) => {
    const gemini = await new GeminiSoundStandIn(`key-${home.workspaceId}`).start();
    onCleanup(() => gemini.stop());
    return gemini;
  })
  .extend(
    'context',
    ({ db, home, gemini }) =>
      (attempt: number): JobRunContext => ({
        crm: db.crm,
        notify: () => {},
        listener: geminiListener({ apiKey: gemini.apiKey, baseUrl: gemini.baseUrl, model: 'sound' }),
        id: 'job',
        workspaceId: home.workspaceId,
        attempt,
        scope: { ...systemScope(home.workspaceId), operation: operation(`test.${attempt}.${Math.random()}`) },
        signal: new AbortController().signal,
      }),
  )
  /** A recording that waits, of twelve minutes unless said otherwise. */
  .extend('aRecording', ({ db, home }) => async (seconds = 720) => {
    const stream = Readable.from([aWav(seconds)]);
    const file = await db.crm.files.save(home.scope, { name: 'standup.wav', stream });
    return db.crm.records(CallRecording).create(home.scope, {
      title: 'Stand-up',
      at: new Date(),
      status: 'waiting',
      ownerId: home.scope.actor.id,
      fileId: file.id,
    });
  })
  /** Runs what waits as the queue would, without its pauses. */
  .extend('listen', ({ db, home, context }) => async (callId: string) => {
    await transcribeCallJob.run(context(1), { callId });
    for (const window of [0, 1])
      for (let attempt = 1; attempt <= 3; attempt++) {
        const isTried = await listenWindowJob.run(context(attempt), { callId, window }).then(
          () => true,
          () => false,
        );
        if (isTried) break;
      }
    return heardCall(db.crm, home.scope, callId);
  });

describe('a recording that is listened to', () => {
  it('is uploaded once, asked about in ten minutes, put together, and deleted at the service', async ({
    gemini,
    aRecording,
    listen,
  }) => {
    gemini.answer = (order) => (isFirst(order) ? FIRST : SECOND);
    const { id } = await aRecording();
    const call = await listen(id);
    expect(call).toMatchObject({
      status: 'ready',
      seconds: 720,
      language: 'en',
      participants: ['Speaker 1', 'Speaker 2'],
    });
    expect(call.segments.map(({ startMs }) => startMs)).toEqual([2_000, 300_000, 601_000]);
    expect(call.actionItems).toMatchObject([{ text: 'Send you the offer', owner: 'Speaker 2', segment: 1 }]);
    expect(gemini.orders).toHaveLength(2);
    expect(gemini.files.size).toBe(0);
  });

  it('is asked again when an answer is cut off, backwards, no JSON or refused for now', async ({
    gemini,
    aRecording,
    listen,
  }) => {
    const busy = { code: 429, message: 'Exhausted', status: 'RESOURCE_EXHAUSTED' };
    const bad: SoundAnswer[] = [
      said(['0:00:02', '0:03:00', 'Only the beginning.']),
      { status: 429, error: busy },
      said(['0:12:00', '0:12:00', 'b'], ['0:10:00', '0:11:59', 'a']),
      { text: '{"segments":[{"start":"0:10', finishReason: 'MAX_TOKENS' },
    ];
    gemini.answer = (order, time) => (time > 2 ? (isFirst(order) ? FIRST : SECOND) : (bad.shift() ?? SECOND));
    const { id } = await aRecording();
    const call = await listen(id);
    expect(call).toMatchObject({ status: 'ready' });
    expect(gemini.orders).toHaveLength(6);
  });

  it('is never ready where its end was left out three times: it is partial, and says what is missing', async ({
    gemini,
    aRecording,
    listen,
  }) => {
    gemini.answer = (order) => (isFirst(order) ? FIRST : said(['0:10:01', '0:10:05', 'And then']));
    const { id } = await aRecording();
    const call = await listen(id);
    expect(call).toMatchObject({ status: 'partial' });
    expect(call.problem).toMatch(/^10:00 to 12:00 is missing: The answer of the language model .*cut off/);
    expect(call.segments).toHaveLength(2);
    expect(gemini.files.size).toBe(0);
  });

  it('fails where nothing was heard, and can be tried again', async ({ gemini, aRecording, listen, sam }) => {
    gemini.answer = () => ({ status: 500, error: { code: 500, message: 'x', status: 'INTERNAL' } });
    const { id } = await aRecording();
    expect(await listen(id)).toMatchObject({ status: 'failed', segments: [] });
    gemini.answer = (order) => (isFirst(order) ? FIRST : SECOND);
    expect((await sam.call('summarize_call', {})).reply.text).toContain('could not be turned into text');
    expect((await sam.say('try the transcription again')).reply.text).toContain('Kept **Stand-up**');
    expect(await listen(id)).toMatchObject({ status: 'ready' });
  });

  it('of more than three hours, or without a length, is refused in words', async ({
    db,
    home,
    context,
    aRecording,
  }) => {
    const { id } = await aRecording(3 * 3_600 + 60);
    await transcribeCallJob.run(context(1), { callId: id });
    expect(await heardCall(db.crm, home.scope, id)).toMatchObject({
      status: 'failed',
      problem: 'it is longer than three hours, which is the most I can listen to',
    });
  });

  it('waits without anybody who can listen, and is taken up when there is somebody', async ({
    db,
    home,
    context,
    aRecording,
  }) => {
    const { id } = await aRecording();
    await transcribeCallJob.run({ ...context(1), listener: undefined }, { callId: id });
    expect(await heardCall(db.crm, home.scope, id)).toMatchObject({ status: 'waiting' });
    await takeUpCalls.run(context(1));
    const waiting = db.crm.store.connection.collection('waitingJobs');
    expect(await waiting.findOne({ workspaceId: home.workspaceId, key: `transcribe ${id}` })).not.toBeNull();
  });
});
