import { lookup } from '../../../lookup.ts';
/** What a verb makes of a request. One verb may stand for several; the frames decide by what follows. */
export type Act =
  | 'create'
  | 'update'
  | 'delete'
  | 'move'
  | 'close'
  | 'assign'
  | 'show'
  | 'count'
  | 'remind'
  | 'complete'
  | 'log'
  | 'remember'
  | 'forget'
  | 'brief'
  | 'summarise'
  | 'merge'
  | 'undo'
  | 'explain'
  | 'help'
  | 'tag'
  | 'untag'
  | 'rename'
  | 'clear'
  | 'enrich'
  | 'postpone'
  | 'correct'
  | 'todo';

/** Verbs of an order, longest wording first where they share a beginning. */
const WORDS: Record<Act, string> = lookup({
  create:
    'create, add, new, make, set up, setup, open, register, insert, start, build, enter, put in, save, store, add in, onboard, log, record, begin, kick off',
  update:
    'update, upd, change, set, edit, modify, adjust, correct, fix, make, mark, flag, put, increase, raise, lower, reduce, discount, bump, switch, turn, fill in, use, convert, qualify, disqualify, promote, decrease, boost, cut, double, triple, halve, amend, alter, revise, tweak, rectify, refresh, overwrite',
  delete:
    'delete, remove, trash, erase, drop, get rid of, throw away, throw out, purge, bin, wipe, discard, take out, clean out, kill, cancel, scrap, ditch, dump',
  move: 'move, shift, advance, push, progress, drag, nudge, bring, transfer, promote, put, bump, set',
  close: 'close, win, lose, mark, close out, set',
  assign:
    'assign, reassign, hand over, hand, give, transfer, allocate, pass, move, re assign, delegate, route, switch, entrust, turn over',
  show: 'show, list, find, search, get, display, give, see, view, look up, lookup, pull up, pull, bring up, look for, search for, open, fetch, tell me about, check, filter, read, browse, print, tell, let me see, look at, see all, go to, identify, locate, retrieve, provide, present, dig up, dig out, break down, break, split, split up',
  count: 'count, total, sum, sum up, add up, tally, calculate',
  remind: 'remind, ping, nudge, alert, notify',
  complete:
    'complete, finish, mark, tick off, check off, tick, close, cross off, done with, set, resolve, close out, wrap up',
  log: 'log, record, note, note down, jot down, track, write down, put down, put, write, add, document, capture, make, take, leave, file',
  remember:
    'remember, keep in mind, memorise, memorize, note, bear in mind, do not forget, make a note, learn, store, save',
  forget: 'forget, unlearn, stop remembering',
  brief:
    'prepare, prep, brief, get ready, ready, prepare me, prep me, brief me, get me ready, prepare a brief, give',
  summarise: 'summarise, summarize, recap, sum up, catch, wrap up, fill, bring',
  merge: 'merge, dedupe, deduplicate, de duplicate, combine, unify',
  undo: 'undo, revert, roll back, rollback, take back, reverse, take that back, take it back, put it back, put that back, roll that back, roll it back, change it back, change that back, revert that, restore, cancel',
  explain: 'explain',
  help: 'help',
  tag: 'tag, label',
  untag: 'untag, unlabel',
  rename: 'rename, call, retitle',
  clear: 'clear, take, take off, remove, delete, unset, empty, blank, wipe, erase, reset, drop',
  enrich: 'enrich, complete, fill in, augment, look up',
  postpone:
    'postpone, snooze, delay, push, push back, reschedule, move, defer, bring forward, shift, extend, put off, pull in, pull forward, advance',
  correct: 'correct, actually',
  todo: 'call, email, phone, ring, meet, follow up, ping, write to, write, send, check in, review, prepare, discuss, visit, text, message, chase, invoice, contact, talk to, speak to, thank, invite, book, schedule, ask, order, pay, renew, sign, draft, finish, look into, go through',
});

export interface VerbEntry {
  words: string[];
  acts: Act[];
}

const byPhrase = new Map<string, Act[]>();
for (const [act, list] of Object.entries(WORDS) as Array<[Act, string]>) {
  for (const phrase of list.split(',').map((one) => one.trim()))
    byPhrase.set(phrase, [...(byPhrase.get(phrase) ?? []), act]);
}

/** All verbs, longest phrase first. */
export const verbs: readonly VerbEntry[] = [...byPhrase]
  .map(([phrase, acts]) => ({ words: phrase.split(' '), acts }))
  .sort((a, b) => b.words.length - a.words.length);
