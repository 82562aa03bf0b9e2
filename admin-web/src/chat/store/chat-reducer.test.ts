import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import { describe, expect, it } from 'vitest';
import { chatReducer } from './chat-reducer.ts';
import { type ChatState, type OutboxItem, viewOf } from './chat-state.ts';
import { aMessage, anApproval, anOpened, aPush, aState } from './testing.ts';

const text = (delta: string): TurnEvent => ({ type: 'text', delta });

const anItem = (values: Partial<OutboxItem> = {}): OutboxItem => ({
  clientMessageId: 'client-1',
  conversationId: 'v1',
  text: 'Hello',
  createdAt: '2026-11-23T10:00:00.000Z',
  state: 'waiting',
  ...values,
});

const turns = (state: ChatState, ...pushes: ReturnType<typeof aPush>[]) =>
  pushes.reduce((before, push) => chatReducer(before, { type: 'turn', push }), state);

const stored = (state: ChatState, message: ReturnType<typeof aMessage>, conversationId = 'v1') =>
  chatReducer(state, { type: 'message', push: { conversationId, message } });

describe('opening a conversation', () => {
  it('replaces messages and the running turn with what the server says', () => {
    const before = turns(aState({ messages: [aMessage({ id: 'old' })] }), aPush(1, text('half an ans')));
    const after = chatReducer(before, {
      type: 'opened',
      opened: anOpened({ messages: [aMessage({ id: 'new' })] }),
    });
    expect(after.messages.map(({ id }) => id)).toEqual(['new']);
    expect(after.running).toBeUndefined();
  });

  it('takes over the running turn and goes on from its number', () => {
    const running = { turnId: 't1', seq: 7, status: '', text: 'Half', cards: [], steps: [] };
    const opened = chatReducer(aState(), { type: 'opened', opened: anOpened({ running }) });
    expect(turns(opened, aPush(8, text(' done'))).running?.text).toBe('Half done');
  });

  it('keeps an unsent message, and drops one that the server already has', () => {
    const outbox = [anItem(), anItem({ clientMessageId: 'client-2' })];
    const after = chatReducer(aState({ outbox }), {
      type: 'opened',
      opened: anOpened({ messages: [aMessage({ clientMessageId: 'client-1' })] }),
    });
    expect(after.outbox.map((item) => item.clientMessageId)).toEqual(['client-2']);
  });

  it('shows nothing of the last conversation while another one opens', () => {
    const before = turns(aState({ messages: [aMessage()] }), aPush(1, text('x')));
    const after = chatReducer(before, { type: 'opening', isSwitch: true });
    expect(after).toMatchObject({ messages: [], isOpening: true });
    expect(after.running).toBeUndefined();
    expect(after.conversationId).toBeUndefined();
  });
});

describe('a running turn', () => {
  it('grows by text deltas in order', () => {
    expect(turns(aState(), aPush(1, text('Two ')), aPush(2, text('words'))).running?.text).toBe('Two words');
  });

  it('ignores an event that it has already applied', () => {
    const push = aPush(1, text('once'));
    expect(turns(aState(), push, push).running?.text).toBe('once');
  });

  it('asks to open again when an event is missing', () => {
    const state = turns(aState(), aPush(1, text('a')), aPush(3, text('c')));
    expect(state).toMatchObject({ isStale: true, running: { text: 'a' } });
  });

  it('asks to open again when it joins a turn in the middle', () => {
    expect(turns(aState(), aPush(4, text('d'))).isStale).toBe(true);
  });

  it('updates a step of a plan in place', () => {
    const step = (state: 'running' | 'done'): TurnEvent => ({
      type: 'status',
      text: 'Open deals',
      step: { id: 's1', state },
    });
    const state = turns(aState(), aPush(1, step('running')), aPush(2, step('done')));
    expect(state.running?.steps).toEqual([{ id: 's1', text: 'Open deals', state: 'done' }]);
  });

  it('shows a proposal once, in its newest state', () => {
    const state = turns(
      aState(),
      aPush(1, { type: 'approval', card: anApproval() }),
      aPush(2, { type: 'approval', card: anApproval({ status: 'executed' }) }),
    );
    expect(state.running?.cards).toEqual([anApproval({ status: 'executed' })]);
  });

  it('gives way to its stored answer, and late events do not bring it back', () => {
    const answer = aMessage({ id: 'm2', author: 'assistant', turnId: 't1', position: 1 });
    const state = stored(turns(aState(), aPush(1, text('Answer'))), answer);
    expect(state.running).toBeUndefined();
    const later = turns(state, aPush(2, text('late')));
    expect(later.running).toBeUndefined();
    expect(later.isStale).toBe(false);
  });

  it('ignores events of another conversation', () => {
    const state = aState();
    expect(turns(state, aPush(1, text('x'), { conversationId: 'v2' }))).toBe(state);
  });
});

describe('stored messages', () => {
  it('replaces a message by its id, so that nothing is doubled', () => {
    const once = stored(aState(), aMessage({ status: 'queued' }));
    const twice = stored(once, aMessage({ status: 'done' }));
    expect(twice.messages).toEqual([aMessage({ status: 'done' })]);
  });

  it('takes the place of the own message in the outbox', () => {
    const state = stored(aState({ outbox: [anItem()] }), aMessage({ clientMessageId: 'client-1' }));
    expect(viewOf(state)).toMatchObject({ outbox: [], messages: [{ clientMessageId: 'client-1' }] });
  });

  it('changes the state of a proposal when the decision is stored', () => {
    const message = (status: 'pending' | 'rejected') =>
      aMessage({ author: 'assistant', cards: [anApproval({ status })] });
    const state = stored(stored(aState(), message('pending')), message('rejected'));
    expect(state.messages).toEqual([message('rejected')]);
  });

  it('counts a message of another conversation without showing it', () => {
    const state = stored(aState(), aMessage(), 'v2');
    expect(state).toMatchObject({ messages: [], activity: 1 });
  });
});

describe('the order on screen', () => {
  const question = aMessage({ id: 'q1', turnId: 't1', position: 0 });
  const next = aMessage({ id: 'q2', status: 'queued', position: 1 });
  const ids = (state: ChatState) => viewOf(state).messages.map(({ id }) => id);

  it('shows what is queued after the running turn', () => {
    const view = viewOf(turns(aState({ messages: [question, next] }), aPush(1, text('…'))));
    expect(view.messages.map(({ id }) => id)).toEqual(['q1']);
    expect(view.queued.map(({ id }) => id)).toEqual(['q2']);
  });

  it('puts an answer under its question, over messages written meanwhile', () => {
    const answer = aMessage({ id: 'a1', author: 'assistant', turnId: 't1', position: 2 });
    const running = { ...next, status: 'running' as const, turnId: 't2' };
    expect(ids(aState({ messages: [question, running, answer] }))).toEqual(['q1', 'a1', 'q2']);
  });

  it('leaves the outcome of a late approval at the end', () => {
    const messages = [
      question,
      aMessage({ id: 'a1', author: 'assistant', turnId: 't1', position: 1 }),
      aMessage({ id: 'q2', turnId: 't2', position: 2 }),
      aMessage({ id: 'a2', author: 'assistant', turnId: 't2', position: 3 }),
      aMessage({ id: 'late', author: 'assistant', turnId: 't1', position: 4 }),
    ];
    expect(ids(aState({ messages }))).toEqual(['q1', 'a1', 'q2', 'a2', 'late']);
  });
});

describe('the outbox', () => {
  it('marks a refused message with its problem, and a new try takes it away', () => {
    const problem = { code: 'rate_limited', message: 'Slow down.' };
    const failed = chatReducer(aState({ outbox: [anItem()] }), {
      type: 'outbox_state',
      clientMessageId: 'client-1',
      state: 'failed',
      problem,
    });
    expect(failed.outbox).toEqual([anItem({ state: 'failed', problem })]);
    const again = chatReducer(failed, {
      type: 'outbox_state',
      clientMessageId: 'client-1',
      state: 'waiting',
    });
    expect(again.outbox).toEqual([anItem()]);
  });
});
