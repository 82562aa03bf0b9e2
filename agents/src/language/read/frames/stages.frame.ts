import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt, textOf } from '../../recognise/unit.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';
import { capital, indexOfWord, pipelineArg } from './pipeline.frame.ts';

/** "create a deal called Stage Door in the Renewals pipeline": the stage is part of another record's name. */
function isOtherRecord({ clause, start, acts }: Request): boolean {
  const near = Array.from({ length: 5 }, (_, index) => start + 1 + index);
  const noun = near.find((at) => sensesAt(clause, at, 'entity').length > 0);
  const isStage = near.some((at) => at <= (noun ?? start) + 1 && /^stages?$/.test(normAt(clause.units, at)));
  return (
    acts.has('create') &&
    noun !== undefined &&
    !isStage &&
    sensesAt(clause, noun, 'entity')[0]?.sense.entity !== 'pipeline'
  );
}

/** Adds, renames, moves, removes a stage, or sets its probability. */
export const changeStages: Frame = (request) => {
  const { clause, start, to } = request;
  if (request.isQuestion || isOtherRecord(request)) return undefined;
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
