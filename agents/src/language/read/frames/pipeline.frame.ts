import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { numberWords } from '../../text/number-words.ts';
import { listOf, rawText } from '../grammar/read-value.ts';
import { afterVerb, type Frame, type Request } from './frame.ts';

export function indexOfWord(request: Request, from: number, ...words: string[]): number {
  for (let at = from; at < request.to; at++) if (words.includes(normAt(request.clause.units, at))) return at;
  return -1;
}

/** The pipeline named in "in the SaaS pipeline", as an argument. */
export function pipelineArg(
  request: Request,
  from: number,
): { pipeline?: string; at?: number; end?: number } {
  const { clause, to } = request;
  for (let at = from; at < to; at++) {
    const lead = phraseAt(
      clause.units,
      at,
      'in the|in|of the|of|to the|to|from the|from|for the|for|our|the|on the',
    );
    if (lead === 0) continue;
    const found = sensesAt(clause, at + lead, 'pipeline')[0];
    const end = found ? at + lead + found.length : 0;
    if (found && /^(pipeline|funnel|process)$/.test(normAt(clause.units, end)))
      return { pipeline: found.sense.id, at, end: end + 1 };
  }
  for (let at = from; at < to; at++) {
    const found = sensesAt(clause, at, 'pipeline')[0];
    if (found && /^(pipeline|funnel)$/.test(normAt(clause.units, at + found.length)))
      return { pipeline: found.sense.id, at, end: at + found.length + 1 };
  }
  return {};
}

/** "create a SaaS pipeline with 5 stages", "new pipeline Partners: Lead, Demo, Contract". */
export const createPipeline: Frame = (request) => {
  const from =
    afterVerb(request, 'create') ??
    (phraseAt(request.clause.units, request.start, 'new|a new') > 0 ? request.start : undefined);
  if (from === undefined || request.isQuestion) return undefined;
  const { clause, to } = request;
  const noun = indexOfWord(request, from, 'pipeline', 'funnel');
  const before = indexOfWord(request, from, 'stage', 'stages', 'deal', 'contact', 'task');
  if (noun < 0 || (before >= 0 && before < noun) || noun - from > 7) return undefined;
  const start = from + phraseAt(clause.units, from, 'a|an|the|a new|new|another|me a|our|us a|a second');
  const named = phraseAt(clause.units, noun + 1, 'called|named|:|for|titled');
  const breakAt = stageListAt(request, noun + 1 + named);
  const name =
    named > 0
      ? rawText(clause, noun + 1 + named, breakAt.at)
      : rawText(clause, start, noun) || rawText(clause, noun + 1, breakAt.at);
  if (!name) return undefined;
  const label =
    named > 0 && /^(for)$/.test(normAt(clause.units, noun + 1)) && start < noun
      ? rawText(clause, start, noun)
      : name;
  return [
    {
      tool: 'create_pipeline',
      args: { name: capital(label), ...breakAt.args },
      confidence: 0.92,
      ...(to - breakAt.end > 1 && { confidence: 0.8 }),
    },
  ];
};

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "with 5 stages", "with stages Lead, Demo and Contract", ": Lead, Demo". */
function stageListAt(
  request: Request,
  from: number,
): { at: number; end: number; args: Record<string, unknown> } {
  const { clause, to } = request;
  for (let at = from; at < to; at++) {
    const lead = phraseAt(clause.units, at, 'with|:|and|that has|having|,|of|with the|consisting of|using');
    const count =
      clause.units[at + lead]?.kind === 'number'
        ? clause.units[at + lead]?.value
        : numberWords.get(normAt(clause.units, at + lead));
    const noun = phraseAt(
      clause.units,
      at + lead + (count ? 1 : 0),
      'stages|steps|phases|stage|the stages|these stages|open stages',
    );
    if (lead === 0 || (noun === 0 && normAt(clause.units, at) !== ':')) continue;
    let list = at + lead + (count ? 1 : 0) + noun;
    while (/^(:|-|,|called|named|are)$/.test(normAt(clause.units, list))) list++;
    const stages = listOf(clause, list, to);
    if (stages.length > 0) return { at, end: to, args: { stages } };
    if (count) return { at, end: list, args: { stageCount: count } };
  }
  return { at: to, end: to, args: {} };
}
