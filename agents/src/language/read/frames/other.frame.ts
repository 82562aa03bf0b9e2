import { type EntityName, entityNames } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { targetAt } from '../grammar/target.ts';
import { wordsOf } from './choose.ts';
import { afterVerb, type Frame, type Request } from './frame.ts';

const has = (request: Request, ...words: string[]) =>
  request.clause.units.slice(request.start, request.to).some((unit) => words.includes(unit.norm));

/** "find duplicate contacts", "who is in here twice?", "merge duplicates": shows them; merging is decided by people. */
export const duplicates: Frame = (request) => {
  // "delete Zoë, a duplicate" is about that one
  const isNamed = request.clause.units.slice(request.start, request.to).some(({ kind }) => kind === 'name');
  if (afterVerb(request, 'delete') !== undefined && isNamed) return undefined;
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
  const { clause, start, to } = request;
  for (let at = start; at < to; at++) {
    const by = sharedAt(request, at);
    const others = entityNames.some(
      (name) =>
        name !== 'contact' &&
        clause.units
          .slice(start, at)
          .some((_, i) => sensesAt(clause, start + i, 'entity').some(({ sense }) => sense.entity === name)),
    );
    if (by && !others) return [{ tool: 'find_duplicate_contacts', args: { by }, confidence: 0.9 }];
  }
  return undefined;
};

const SHARED = `share|sharing|shares|share the same|sharing the same|share a|share an|with the same|have the same|having the same|using the same|
  use the same|with identical|have identical|with matching|have matching|that share the same|who share the same`;

/** "share the same e-mail": by what people are in here twice. */
function sharedAt({ clause, to }: Request, at: number): 'email' | 'phone' | 'name' | undefined {
  const length = phraseAt(clause.units, at, SHARED);
  if (length === 0) return undefined;
  const found = sensesAt(clause, at + length, 'field').find(({ sense }) => sense.field.entity === 'contact');
  const name = found?.sense.field.name;
  const end = at + length + (found?.length ?? 0);
  const rest = phraseAt(clause.units, end, 'address|addresses|number|numbers');
  if (end + rest !== to) return undefined;
  return name === 'email' || name === 'phone' || name === 'name' ? name : undefined;
}

function aboutOne(
  request: Request,
  tool: string,
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
