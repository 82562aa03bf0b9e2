import { lookup } from '../../../lookup.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { iso, pastOf } from '../../recognise/times/time-value.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { listOf, rawText } from '../grammar/read-value.ts';
import { linkTo } from '../grammar/selection.ts';
import { wordsOf } from './choose.ts';
import { afterVerb, type Frame, type Request } from './frame.ts';
import { fieldOf, subjectAt } from './ranking-subject.ts';

const NUMBERS: Readonly<Record<string, number>> = lookup({
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  two: 2,
});

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
        : NUMBERS[normAt(clause.units, at + lead)];
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

/** "show the pipelines", "what stages does the SaaS pipeline have?". */
export const listPipelines: Frame = (request) => {
  const each = Array.from({ length: request.to - request.start }, (_, index) => request.start + index).some(
    (at) => phraseAt(request.clause.units, at, 'by stage|per stage|each stage|every stage') > 0,
  );
  const isMeasured =
    indexOfWord(
      request,
      request.start,
      'average',
      'avg',
      'value',
      'amount',
      'total',
      'worth',
      'won',
      'lost',
      'size',
    ) >= 0;
  // deals per stage are counted by the search for deals
  const isOfDeals = indexOfWord(request, request.start, 'deals', 'deal', 'opportunities', 'opps') >= 0;
  if (each && !isMeasured && !isOfDeals && indexOfWord(request, request.start, 'pipeline') >= 0) {
    const { pipeline } = pipelineArg(request, request.start);
    return [{ tool: 'list_pipelines', args: pipeline ? { pipeline } : {}, confidence: 0.85 }];
  }
  const { start, to } = request;
  const verbed = afterVerb(request, 'show');
  const from = verbed ?? start;
  const noun = indexOfWord(request, from, 'pipeline', 'pipelines', 'stages', 'funnel', 'funnels');
  if (noun < 0 || (verbed === undefined && !request.isQuestion && to - start > 5)) return undefined;
  const { pipeline, at, end } = pipelineArg(request, from);
  const rest = [...wordsOf(request, from, at ?? to), ...wordsOf(request, end ?? to, to)];
  const isOnly = rest.every((word) =>
    /^(pipelines?|stages?|funnels?|what|which|are|is|the|our|my|do|does|we|have|there|in|of|how|many|has|s|it|look|like|looks|current|overview|status|i|different|sales|list)$/i.test(
      word,
    ),
  );
  return isOnly
    ? [{ tool: 'list_pipelines', args: pipeline ? { pipeline } : {}, confidence: 0.9 }]
    : undefined;
};

/** "conversion rates by stage", "how long do deals stay in each stage?", "win rate this year". */
export const conversion: Frame = (request) => {
  const { clause, start, to } = request;
  let found = -1;
  for (let at = start; at < to && found < 0; at++) {
    if (
      phraseAt(
        clause.units,
        at,
        `conversion|conversions|convert|converting|conversion rate|win rate|win rates|velocity|drop off|
    time in stage|days in stage|days in each stage|how long do deals|sales cycle|average time in|
    close rate|time in each stage|long do deals stay|how fast do deals|where do deals get stuck|
    where do we lose deals|funnel performance|how long does a deal stay|stage durations|success rate`,
      ) > 0
    )
      found = at;
  }
  if (found < 0) return undefined;
  const span = clause.units.find(
    (unit, index) => index >= start && index < to && unit.time?.kind === 'span',
  )?.time;
  const { pipeline } = pipelineArg(request, start);
  const range = span?.kind === 'span' ? pastOf(span) : undefined;
  const groupBy = rateBy(request);
  return [
    {
      tool: 'stage_conversion',
      args: {
        ...(pipeline && { pipeline }),
        ...(groupBy && { groupBy }),
        ...(range && { period: { from: iso(range.from), to: iso(range.to) } }),
      },
      confidence: 0.9,
    },
  ];
};

/** "win rate by rep", "who has the best win rate", "per industry": the field of deals; by stage is what conversion is anyway. */
function rateBy({ clause, start, to }: Request): string | undefined {
  if (
    phraseAt(clause.units, start, 'who|whose|which rep|which reps|which teammate|which of us|who of us') > 0
  )
    return 'owner';
  for (let at = start; at < to; at++) {
    const by = phraseAt(clause.units, at, 'by|per|for each|for every|of each|by each');
    const subject = by > 0 ? subjectAt(clause, at + by) : undefined;
    if (!subject || subject.kind === 'period') continue;
    if (subject.kind === 'owner') return 'owner';
    if (subject.kind === 'record') return linkTo(clause, 'opportunity', subject.entity)?.name;
    const field = fieldOf(clause, subject.fields, 'opportunity');
    return field === 'stage' ? undefined : field;
  }
  return undefined;
}
