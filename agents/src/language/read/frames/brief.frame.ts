import { lookup } from '../../../lookup.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { iso, pastOf } from '../../recognise/times/time-value.ts';
import { normAt } from '../../recognise/unit.ts';
import { targetAt } from '../grammar/target.ts';
import { afterVerb, type Frame, type Request } from './frame.ts';

const KINDS = ['company', 'contact', 'opportunity'] as const;
const KEYS: Readonly<Record<string, string>> = lookup({
  contact: 'contact',
  company: 'company',
  opportunity: 'deal',
  task: 'deal',
});
const OCCASIONS =
  /^(call|meeting|demo|visit|lunch|presentation|negotiation|workshop|interview|review|qbr|kickoff|chat|appointment)$/;

function subjectsIn(
  request: Request,
  from: number,
): { args: Record<string, string>; needsPrevious: boolean; found: boolean } {
  const args: Record<string, string> = {};
  let needsPrevious = false;
  for (let at = from; at < request.to; at++) {
    const target = targetAt(request, at, request.to, KINDS);
    if (!target || /^(me|my|this|that)$/.test(normAt(request.clause.units, at))) continue;
    const key = KEYS[target.record.entity];
    if (!key || args[key] !== undefined) continue;
    args[key] = target.record.value;
    needsPrevious ||= target.record.isFromPrevious;
    at += target.length - 1;
  }
  return { args, needsPrevious, found: Object.keys(args).length > 0 };
}

/** "prepare me for my call with Northwind", "brief me on Acme before the meeting": the plan meeting_prep. */
export function meetingPrep(request: Request): { args: Record<string, string> } | undefined {
  const { clause, to } = request;
  const from =
    afterVerb(request, 'brief') ??
    (phraseAt(
      clause.units,
      request.start,
      `briefing|meeting prep|call prep|what should i know before|what do i need to know before|
    i am meeting|i have a call with|i have a meeting with|i am about to talk to|i am about to call|
    i am seeing|what do i need to know for|what should i know for|get me up to speed|
    bring me up to speed|i am meeting with|i am speaking with|need a brief|a briefing|a brief|brief|
    background on|meeting brief|create a brief|make a brief|write a brief|talking points|
    give me talking points|give me background on|create a briefing|make a briefing|show me a brief`,
    ) > 0
      ? request.start
      : undefined);
  if (from === undefined) return undefined;
  const isBrief =
    clause.units
      .slice(request.start, to)
      .some((unit) => /^(brief|briefing|prepare|prep|ready|speed|background|points)$/.test(unit.norm)) ||
    phraseAt(
      clause.units,
      request.start,
      `what should i know|what do i need to know|i am meeting|i have a call|i have a meeting|i am about|
    i am seeing|i am speaking`,
    ) > 0;
  if (!isBrief) return undefined;
  const occasion = clause.units.slice(request.start, to).find((unit) => OCCASIONS.test(unit.norm))?.norm;
  const { args, found } = subjectsIn(request, from);
  if (!found) {
    const focus = request.context.focus.find((item) => /^(contact|company|opportunity)$/.test(item.entity));
    if (!focus) return undefined;
    args[KEYS[focus.entity] ?? 'company'] = focus.id;
  }
  return { args: { ...args, ...(occasion && { occasion }) } };
}

const HAPPENED = `what is the story|the story|give me the history|give me the timeline|show history|history|what happened|what has happened|what is new|what is going on|what is the history|history of|
  history with|timeline of|timeline for|timeline|what is the latest|latest on|any news|any updates|
  any update|catch me up|fill me in|where are we|where do we stand|what did we discuss|
  what did we talk about|recent activity|the latest on|the latest|how are things|how are things going|
  show me the timeline|show the timeline|show the history|show me the history|what have we discussed|
  what was discussed|what did i discuss|activity with|activities with|activity for|interactions with|
  show me all activity|show activities|show me activities|show me recent activity|
  show recent activity|update me|give me an update|give me a summary|give me a recap|
  give me the latest|give me an overview of|summary of|recap of|an update on|a summary of|
  last interactions|last activities|news on|news from|what is up with|bring me up to date|
  what have we been doing|how did it go|status of|status update|what is happening|
  show me what happened|tell me what happened`;

/** "what happened with Northwind lately?", "summarise the Contoso deal", "catch me up on Jane since March". */
export const summarise: Frame = (request) => {
  const { clause, start, to } = request;
  const said = phraseAt(clause.units, start, HAPPENED);
  const verbed = afterVerb(request, 'summarise');
  const verb = normAt(clause.units, start);
  if (said === 0 && (verbed === undefined || !/^(summarise|summarize|recap|sum|catch|wrap)$/.test(verb)))
    return undefined;
  const from = said > 0 ? start + said : (verbed ?? start);
  const { args, needsPrevious, found } = subjectsIn(request, from);
  if (!found) return undefined;
  const span = clause.units.find((unit, index) => index >= from && index < to && unit.time)?.time;
  const since = span?.kind === 'span' ? (span.relative?.from ?? iso(pastOf(span).from)) : undefined;
  return [
    {
      tool: 'summarize_timeline',
      args: { ...args, ...(since && { since }) },
      confidence: 0.88,
      needsPrevious,
    },
  ];
};
