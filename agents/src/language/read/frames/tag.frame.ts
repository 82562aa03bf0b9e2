import { kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt } from '../../recognise/unit.ts';
import { listOf, rawText } from '../grammar/read-value.ts';
import { targetAt } from '../grammar/target.ts';
import { type Chosen, chooseRecords } from './choose.ts';
import { afterVerb, bestOf, type Draft, type Frame, type Request } from './frame.ts';

const TAGGED = ['contact', 'company', 'opportunity'] as const;
const NOUN = 'tag|the tag|a tag|tags|the tags|label|the label|a label|labels|the labels';

/** Tags between two places, on the records between two others. */
interface Reading {
  change: 'addTags' | 'removeTags';
  tags: readonly [from: number, to: number];
  records: readonly [from: number, to: number];
}

/** "tag Jane as VIP", "add the tag key account to all companies in Berlin", "remove the tag vip from Jane". */
export const tag: Frame = (request) => {
  if (request.isQuestion) return undefined;
  const drafts = readings(request).flatMap((reading) => draftsOf(request, reading));
  const best = bestOf(drafts)?.[0];
  if (best) return [best];
  const isVerb = /^(tag|label|untag|unlabel)$/.test(normAt(request.clause.units, request.start));
  return isVerb ? withoutJoint(request) : undefined;
};

/** Every way to divide the clause into tags and records. */
function readings(request: Request): Reading[] {
  const { clause, start, to } = request;
  const { units } = clause;
  const verb = normAt(units, start);
  const from = afterVerb(request, 'tag', 'untag', 'create', 'clear', 'delete', 'assign', 'update', 'move');
  if (from === undefined) return [];
  const found: Reading[] = [];
  const isVerb = /^(tag|label|untag|unlabel)$/.test(verb);
  const isRemoval = /^(un(tag|label)|remove|delete|drop|clear|strip)$|^take/.test(verb);
  const change = isRemoval ? 'removeTags' : 'addTags';
  const noun = phraseAt(units, from, NOUN);
  // "tag all companies in Berlin 'north'"
  if (isVerb && to - from > 1 && units[to - 1]?.kind === 'quote')
    found.push({ change, tags: [to - 1, to], records: [from, to - 1] });
  for (let at = to - 1; at > from; at--) {
    if (!isVerb && noun === 0) found.push(...nounLast(request, change, from, at));
    if (isVerb) {
      // "tag Jane as vip", "untag Jane from vip"
      const joint = phraseAt(units, at, isRemoval ? 'as|from|with' : 'as|with|as a|:|with the tag');
      if (joint > 0) found.push({ change, tags: [at + joint, to], records: [from, at] });
      continue;
    }
    const joint = phraseAt(units, at, isRemoval ? 'from|off|of|on' : 'to|on|for');
    if (joint === 0) continue;
    const records = [at + joint, to] as const;
    if (noun > 0) found.push({ change, tags: [from + noun, at], records });
    // "remove the vip tag from Jane", "add vip to the tags of Jane", "add vip to Jane's tags"
    const before = normAt(units, at - 1);
    const article = phraseAt(units, from, 'the|a|an|that');
    if (noun === 0 && /^(tags?|labels?)$/.test(before)) {
      // "put vip as a tag on Jane"
      const as = ['as', 'as a'].find((joint) => phraseAt(units, at - 1 - joint.split(' ').length, joint) > 0);
      found.push({ change, tags: [from + article, at - 1 - (as?.split(' ').length ?? 0)], records });
    }
    const owner = phraseAt(units, at + joint, 'the tags of|tags of|the tags on');
    if (owner > 0) found.push({ change, tags: [from, at], records: [at + joint + owner, to] });
    if (/^(tags|labels)$/.test(normAt(units, to - 1)) && units[to - 2]?.kind === 'possessive')
      found.push({ change, tags: [from, at], records: [at + joint, to - 2] });
  }
  return found;
}

/** "give Hiro the tags vip and west", "add her to the vip tag", "take her off the newsletter tag". */
function nounLast({ clause, to }: Request, change: Reading['change'], from: number, at: number): Reading[] {
  const { units } = clause;
  const named = phraseAt(units, at, 'the tag|the tags|a tag|the label|the labels|tag|tags|label|labels');
  const given =
    named > 0 && /^give$/.test(normAt(units, from - 1)) ? [{ tags: [at + named, to] as const }] : [];
  const joint = phraseAt(units, at, change === 'addTags' ? 'to the|to' : 'off the|off|from the|from');
  const isNounLast =
    joint > 0 && /^(tags?|labels?)$/.test(normAt(units, to - 1)) && units[to - 2]?.kind !== 'possessive';
  const last = isNounLast && at + joint < to - 1 ? [{ tags: [at + joint, to - 1] as const }] : [];
  return [...given, ...last].map(({ tags }) => ({ change, tags, records: [from, at] }));
}

function draftsOf(request: Request, { change, tags, records }: Reading): Draft[] {
  const named = listOf(request.clause, ...tags).map((one) => one.replace(/^["']|["']$/g, ''));
  // "all tags" are a field to be cleared
  if (named.length === 0 || named.some((one) => /^(all|any|every|the|his|her|their|its)$/i.test(one)))
    return [];
  const isRemoval = change === 'removeTags';
  return TAGGED.flatMap((entity): Draft[] => {
    const chosen = chooseRecords(request, entity, ...records);
    if (!chosen) return [];
    return [
      {
        tool: kindOf(entity).update,
        args: {
          ...(isRemoval && chosen.isMany ? havingTags(chosen.args, named) : chosen.args),
          [change]: named,
        },
        confidence: chosen.unread.length > 0 ? 0.4 : chosen.confidence,
        needsPrevious: chosen.needsPrevious,
        unread: chosen.unread,
        ...(chosen.title && { read: [chosen.title], introduces: [{ entity, name: chosen.title }] }),
      },
    ];
  });
}

/** A tag is taken off those that have it, so that no others are counted. */
function havingTags({ all: _, ...args }: Chosen['args'], tags: readonly string[]): Chosen['args'] {
  const where = Array.isArray(args.where) ? args.where : [];
  const [only, ...others] = tags;
  const has = others.length > 0 ? { op: 'in', value: tags } : { op: 'eq', value: only };
  return { ...args, where: [...where, { field: 'tags', ...has }] };
}

/** "tag her vip", "untag Jane vip". */
function withoutJoint(request: Request): Draft[] | undefined {
  const from = afterVerb(request, 'tag', 'untag');
  const target = from === undefined ? undefined : targetAt(request, from, request.to, TAGGED);
  const text = target && from !== undefined && rawText(request.clause, from + target.length, request.to);
  if (!target || !text) return undefined;
  const { update, key } = kindOf(target.record.entity);
  const change = /^un/.test(normAt(request.clause.units, request.start)) ? 'removeTags' : 'addTags';
  return [
    {
      tool: update,
      args: { [key]: target.record.value, [change]: [text] },
      confidence: 0.85,
      needsPrevious: target.record.isFromPrevious,
    },
  ];
}
