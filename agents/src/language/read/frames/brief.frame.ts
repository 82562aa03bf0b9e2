import { lookup } from '../../../lookup.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt } from '../../recognise/unit.ts';
import { targetAt } from '../grammar/target.ts';
import { afterVerb, type Request } from './frame.ts';

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

/** "prepare a quote for": something is to be made, and nobody briefed. */
const MADE = `a quote|the quote|a proposal|the proposal|an offer|the offer|a contract|the contract|an invoice|a mail|an email|a campaign|
  a newsletter|a report|slides|a presentation|a list|an export`;

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
  if (from === undefined || phraseAt(clause.units, from, MADE) > 0) return undefined;
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
