import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Notice } from '../conversations/notice/notice.schema.ts';
import { Contact } from '../crm/contact/contact.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import type { WriteListener } from '../entity/record-store.ts';
import { gatherRecordNews } from './record-news.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listened() {
  const told: unknown[] = [];
  const listeners = new Set<WriteListener>();
  const onWrite = (listener: WriteListener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const end = gatherRecordNews({ store: { onWrite } } as unknown as CrmCore, (workspaceId, news) => {
    told.push([workspaceId, news]);
  });
  const written = (entity: object, _id: string, version = 2) =>
    listeners.forEach((listener) => {
      listener({
        entity,
        document: { _id, workspaceId: 'w' },
        entry: { version, change: 'updated' },
      } as never);
    });
  return { told, written, end };
}

it('tells once of what was written in a moment, with the newest version of each', () => {
  const { told, written } = listened();
  written(Contact, 'a', 2);
  written(Contact, 'a', 3);
  written(Contact, 'b');
  expect(told).toEqual([]);
  vi.runAllTimers();
  const records = [
    { id: 'a', version: 3, change: 'updated' },
    { id: 'b', version: 2, change: 'updated' },
  ];
  expect(told).toEqual([['w', { entity: 'contact', records }]]);
});

it('names no more than the kind of very many', () => {
  const { told, written } = listened();
  for (let at = 0; at < 101; at++) written(Contact, String(at));
  vi.runAllTimers();
  expect(told).toEqual([['w', { entity: 'contact', records: [] }]]);
});

it('says nothing of private records, and nothing after its end', () => {
  const { told, written, end } = listened();
  written(Notice, 'n');
  vi.runAllTimers();
  written(Contact, 'a');
  end();
  vi.runAllTimers();
  expect(told).toEqual([]);
});
