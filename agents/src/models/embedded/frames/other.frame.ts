import type { ToolName } from '../../../tools/inputs.ts';
import { phraseAt } from '../grammar/phrases.ts';
import { targetAt } from '../grammar/target.ts';
import { normAt } from '../grammar/unit.ts';
import type { EntityName } from '../lexicon/entities.ts';
import { wordsOf } from './choose.ts';
import { afterVerb, type Frame, type Request } from './frame.ts';

const has = (request: Request, ...words: string[]) =>
  request.clause.units.slice(request.start, request.to).some((unit) => words.includes(unit.norm));

/** "find duplicate contacts", "who is in here twice?", "merge duplicates": shows them; merging is decided by people. */
export const duplicates: Frame = (request) => {
  if (
    has(
      request,
      'duplicate',
      'duplicates',
      'dupes',
      'dedupe',
      'deduplicate',
      'duplicated',
      'dupe',
      'doubles',
    ) ||
    (has(request, 'twice') && has(request, 'contacts', 'people', 'who', 'anyone'))
  )
    return [
      {
        tool: 'find_duplicate_contacts',
        args: {},
        confidence: has(request, 'companies', 'deals', 'tasks', 'company', 'deal') ? 0.4 : 0.9,
      },
    ];
  return undefined;
};

function aboutOne(
  request: Request,
  tool: ToolName,
  kinds: readonly EntityName[],
  key: string,
  confidence: number,
) {
  for (let at = request.start; at < request.to; at++) {
    const target = targetAt(request, at, request.to, kinds);
    if (target)
      return [
        {
          tool,
          args: { [key]: target.record.value },
          confidence,
          needsPrevious: target.record.isFromPrevious,
        },
      ];
  }
  return undefined;
}

/** "who decides at Northwind?", "buying committee of Contoso". */
export const committee: Frame = (request) => {
  const { clause, start, to } = request;
  const isAsked = Array.from({ length: to - start }, (_, i) => start + i).some(
    (at) =>
      phraseAt(
        clause.units,
        at,
        `buying committee|decision maker|decision makers|who decides|who makes the decisions|
    who makes the decision|who signs|who is the buyer|stakeholders|buying group|who has the budget|
    who calls the shots|who approves|who is in charge|key people|who influences|buying center|champion|
    who buys|who makes decisions`,
      ) > 0,
  );
  return isAsked &&
    (request.isQuestion || request.acts.size === 0 || afterVerb(request, 'show') !== undefined)
    ? aboutOne(request, 'get_buying_committee', ['company'], 'company', 0.9)
    : undefined;
};

/** "who owns Northwind?" asks for the rep; "subsidiaries of Contoso" for the hierarchy. */
export const hierarchy: Frame = (request) => {
  const isAsked =
    has(request, 'hierarchy', 'subsidiaries', 'subsidiary', 'daughter', 'daughters', 'holding') ||
    (has(request, 'parent') &&
      (request.isQuestion || afterVerb(request, 'show') !== undefined || !has(request, 'to', 'is')));
  return isAsked && !afterVerb(request, 'update', 'create', 'delete')
    ? aboutOne(request, 'get_company_hierarchy', ['company'], 'company', 0.88)
    : undefined;
};

/** "enrich Jane", "fill in what is missing for her". */
export const enrich: Frame = (request) => {
  const verb = normAt(request.clause.units, request.start);
  const from = afterVerb(request, 'enrich');
  if (from === undefined || !(/^(enrich|augment)$/.test(verb) || has(request, 'missing'))) return undefined;
  const target = targetAt(
    request,
    from +
      phraseAt(
        request.clause.units,
        from,
        `the contact|contact|the missing details of|missing data for|what is missing for|
    the missing fields of|missing details for|the record of|the missing details for`,
      ),
    request.to,
    ['contact'],
  );
  if (!target || wordsOf(request, from, request.to).length > 8) return undefined;
  return [
    {
      tool: 'enrich_contact',
      args: { contact: target.record.value },
      confidence: 0.88,
      needsPrevious: target.record.isFromPrevious,
    },
  ];
};
