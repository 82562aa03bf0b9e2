import { phraseAt } from '../grammar/phrases.ts';
import { listOf, rawText } from '../grammar/read-value.ts';
import { normAt, sensesAt, textOf } from '../grammar/unit.ts';
import { iso, pastOf } from '../times/time-value.ts';
import { wordsOf } from './choose.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';

const NUMBERS: Readonly<Record<string, number>> = {
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  two: 2,
};

function indexOfWord(request: Request, from: number, ...words: string[]): number {
  for (let at = from; at < request.to; at++) if (words.includes(normAt(request.clause.units, at))) return at;
  return -1;
}

/** The pipeline named in "in the SaaS pipeline", as an argument. */
function pipelineArg(request: Request, from: number): { pipeline?: string; at?: number; end?: number } {
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

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

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
  if (
    each &&
    indexOfWord(request, request.start, 'deals', 'deal', 'pipeline', 'opportunities', 'opps') >= 0
  ) {
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
  return [
    {
      tool: 'stage_conversion',
      args: {
        ...(pipeline && { pipeline }),
        ...(range && { period: { from: iso(range.from), to: iso(range.to) } }),
      },
      confidence: 0.9,
    },
  ];
};

/** Adds, renames, moves, removes a stage, or sets its probability. */
export const changeStages: Frame = (request) => {
  const { clause, start, to } = request;
  if (request.isQuestion) return undefined;
  const { pipeline, at, end } = pipelineArg(request, start);
  const stop = at !== undefined && end === to ? at : to;
  const base = pipeline ? { pipeline } : {};
  const done = (args: Record<string, unknown>): Draft[] => [
    { tool: 'change_stages', args: { ...base, ...args }, confidence: 0.92 },
  ];
  const noun = indexOfWord(request, start, 'stage', 'stages');
  const named = (from: number, until: number) => stageText(request, from, until);
  const rename = afterVerb(request, 'rename', 'update');
  const to0 = indexOfWord(request, start, 'to', 'as', 'into');
  if (rename !== undefined && noun >= 0 && (to0 < 0 || noun < to0)) {
    const to1 = indexOfWord(request, rename, 'to', 'as', 'into');
    const isRename =
      /^(rename|call|retitle)$/.test(normAt(clause.units, start)) ||
      indexOfWord(request, rename, 'name') >= 0;
    if (isRename && to1 > 0)
      return done({
        rename: {
          from: named(
            at !== undefined && end && end < to1
              ? end + (clause.units[end]?.kind === 'possessive' ? 1 : 0)
              : rename,
            to1,
          ),
          to: named(to1 + 1, stop),
        },
      });
  }
  const isKnownStage = (from: number) =>
    sensesAt(clause, from + phraseAt(clause.units, from, 'the|stage|the stage'), 'stage')[0];
  if (
    rename !== undefined &&
    /^(rename|retitle)$/.test(normAt(clause.units, start)) &&
    isKnownStage(rename)
  ) {
    const to1 = indexOfWord(request, rename, 'to', 'as', 'into');
    if (to1 > 0) return done({ rename: { from: named(rename, to1), to: named(to1 + 1, stop) } });
  }
  const percent = clause.units.findIndex(
    (unit, index) => index >= start && index < to && unit.kind === 'percent',
  );
  if (
    rename !== undefined &&
    percent > 0 &&
    indexOfWord(request, start, 'probability', 'chance', 'likelihood') >= 0 &&
    indexOfWord(request, start, 'deal', 'deals') < 0
  ) {
    for (let place = rename; place < percent; place++) {
      const found = sensesAt(clause, place, 'stage')[0];
      if (found)
        return done({ probability: { name: found.sense.name, percent: clause.units[percent]?.value } });
    }
  }
  const tail = percent > 0 ? Math.min(stop, withBefore(request, percent)) : stop;
  const place = (from: number) => {
    for (let i = from; i < tail; i++) {
      const between = normAt(clause.units, i) === 'between' ? sensesAt(clause, i + 1, 'stage')[0] : undefined;
      if (between) return { at: i, where: { after: between.sense.name } };
      const word = phraseAt(clause.units, i, 'right after|directly after|just after|after|behind|following');
      const before = phraseAt(
        clause.units,
        i,
        `right before|directly before|just before|before|ahead of|in front of|above`,
      );
      if (word > 0) return { at: i, where: { after: named(i + word, tail) } };
      if (before > 0) return { at: i, where: { before: named(i + before, tail) } };
    }
    return { at: stop, where: {} };
  };
  const move = afterVerb(request, 'move');
  if (move !== undefined && !afterVerb(request, 'create')) {
    const target = place(move);
    if (target.at < stop && isKnownStage(move))
      return done({ move: { name: named(move, target.at), ...target.where } });
  }
  if (noun < 0) return undefined;
  const isPut =
    normAt(clause.units, start) === 'put' &&
    phraseAt(clause.units, start + 1, 'a stage|a new stage|another stage') > 0;
  const add =
    (isPut ? start + 1 : undefined) ??
    afterVerb(request, 'create') ??
    (phraseAt(clause.units, start, 'new stage|a new stage') > 0 ? start : undefined);
  if (add !== undefined && noun - add <= 5 && normAt(clause.units, start) !== 'open') {
    const target = place(add);
    const share = percent > 0 ? { probability: clause.units[percent]?.value } : {};
    const limit = percent > 0 ? Math.min(target.at, withBefore(request, percent)) : target.at;
    const name = named(add, limit);
    return name ? done({ add: { name, ...share, ...target.where } }) : undefined;
  }
  const remove = afterVerb(request, 'delete');
  if (
    remove !== undefined &&
    indexOfWord(request, remove, 'deal', 'deals', 'contact', 'contacts', 'task', 'tasks') < 0
  ) {
    const name = named(remove, stop);
    return name ? done({ remove: name }) : undefined;
  }
  return undefined;
};

function withBefore(request: Request, at: number): number {
  let i = at;
  while (
    i > request.start &&
    /^(with|a|probability|at|of|and|,|\()$/.test(normAt(request.clause.units, i - 1))
  )
    i--;
  return i;
}

/** The name of a stage as written, without "the", "stage", "called" around it. */
function stageText(request: Request, from: number, to: number): string {
  const { clause } = request;
  let start = from;
  let end = to;
  for (let length = 1; length > 0 && start < end; start += length)
    length = phraseAt(
      clause.units,
      start,
      `a|an|the|new|stage|called|named|:|another|name|of|step|phase|pipeline stage`,
    );
  while (
    end > start &&
    (/^(stage|step|phase|the|\.|,|called|named|please|one|it)$/.test(normAt(clause.units, end - 1)) ||
      /^[?!]$/.test(normAt(clause.units, end - 1)))
  )
    end--;
  const known = sensesAt(clause, start, 'stage')[0];
  if (known && known.length >= end - start) return known.sense.name;
  return capital(textOf(clause, start, end).replace(/^["']|["']$/g, ''));
}
