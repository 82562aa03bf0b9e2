import { describe, expect, it } from 'vitest';
import { readTranscript } from './read-transcript.ts';

const of = (text: string) =>
  readTranscript(text)?.map(({ startMs, endMs, speaker, text: said }) => [startMs, endMs, speaker, said]);

describe('a transcript', () => {
  it('is read from WebVTT with its mark, without hours, with voices that nobody closes', () => {
    expect(
      of(
        '\ufeffWEBVTT - call\n\nNOTE made by nobody\n\n00:01.000 --> 00:04.000 align:start\n<v Lena Brandt>Hello &amp; welcome.\n\nintro-2\n00:00:05.000 --> 00:00:08.500\n<v.loud Jonas Feld><i>Hi</i>.</v> <v Lena Brandt>How are you?\n',
      ),
    ).toEqual([
      [1_000, 4_000, 'Lena Brandt', 'Hello & welcome.'],
      [5_000, 8_500, 'Jonas Feld', 'Hi.'],
      [5_000, 8_500, 'Lena Brandt', 'How are you?'],
    ]);
  });

  it('is read from SRT with bent times, missing blank lines and an end before its beginning', () => {
    expect(
      of(
        '\ufeff1\r\n00:00:01,000 --> 00:00:04,000\r\nLena: Hello.\r\n2\r\n0:0:5,5 --> 0:0:8\r\n- Jonas: Hi.\r\n- Fine here.\r\n\r\n3\r\n01:10,250 --> 01:09,000\r\nLena: Bye.',
      ),
    ).toEqual([
      [1_000, 4_000, 'Lena', 'Hello.'],
      [5_500, 8_000, 'Jonas', 'Hi.'],
      [5_500, 8_000, 'Speaker 1', 'Fine here.'],
      [70_250, 70_250, 'Lena', 'Bye.'],
    ]);
  });

  it('puts sentences together that are cut into cues, and drops what rolls by twice', () => {
    expect(
      of(
        'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>I will send\n\n00:02.000 --> 00:03.000\n<v Ada>I will send\n\n00:03.000 --> 00:04.000\n<v Ada>the offer.\n\n00:04.500 --> 00:05.000\n<v Ada>Tomorrow.',
      ),
    ).toEqual([
      [1_000, 4_000, 'Ada', 'I will send the offer.'],
      [4_500, 5_000, 'Ada', 'Tomorrow.'],
    ]);
  });

  it.each([
    ['[00:00:05] Lena: Hello.\n[00:01:02] Jonas: Hi.\n[00:01:10] Lena: Bye.', 5_000, 62_000],
    ['Lena (0:05): Hello.\nJonas (1:02): Hi.\nLena (1:10): Bye.', 5_000, 62_000],
    ['Lena Brandt   0:05\nHello.\n\nJonas Feld   1:02\nHi.\n\nLena Brandt   1:10\nBye.', 5_000, 62_000],
    ['0:05 Lena Brandt\nHello.\n1:02 Jonas Feld\nHi.\n1:10 Lena Brandt\nBye.', 5_000, 62_000],
    ['Call of Monday\n\nLena: Hello.\nJonas: Hi.\nand welcome\nLena: Bye.', 0, 0],
  ])('is read from text as programs write it: %j', (text, first, second) => {
    const segments = readTranscript(text);
    expect(segments?.map(({ startMs }) => startMs).slice(0, 2)).toEqual([first, second]);
    expect(segments?.map(({ text: said }) => said)).toEqual([
      'Hello.',
      text.includes('welcome') ? 'Hi. and welcome' : 'Hi.',
      'Bye.',
    ]);
    expect(new Set(segments?.map(({ speaker }) => speaker)).size).toBe(2);
  });

  it.each([
    'Dear Ada,\nthanks for the call.\nBest, Lena',
    'From: ada@x.example\nTo: lena@x.example\nSubject: offer\n\nHi Lena',
    'Name: Ada Quist\nPhone: 030 1234\nCompany: Acme\nCity: Berlin',
    'name,email\nAda,ada@x.example',
    '',
  ])('is not seen in what is none: %j', (text) => {
    expect(readTranscript(text)).toBeUndefined();
  });
});
