import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import type { Request } from './frame.ts';

/** Which words ask for which field, where it is not called by its name: the kind of record, the words, tools' names. */
const IDIOMS: ReadonlyArray<[kinds: readonly EntityName[], words: string, fields: readonly string[]]> = [
  [
    ['contact', 'company', 'opportunity'],
    `who owns|who is responsible|responsible for|who looks after|who handles|who manages|who is handling|in charge of|whose is|who is the owner|
      who takes care of|who is working on|who works on|who has`,
    ['owner'],
  ],
  [['contact', 'company'], 'account manager|the account manager|sales rep', ['owner']],
  [
    ['contact', 'company', 'opportunity'],
    'when did we create|when did we add|when did i create|when did i add|when did you add|when did we open|when did we start',
    ['created'],
  ],
  [
    ['contact', 'company'],
    'where is|where are|where does|where do|based|located|which city|what city',
    ['city'],
  ],
  [
    ['contact', 'company'],
    `last talk|last talked|last speak|last spoke|last spoken|last contact|last contacted|last hear|last heard|last reach|last touch|
      last call|last email|last emailed|last called|last met|last meet|last in touch`,
    ['lastContacted'],
  ],
  [
    ['opportunity'],
    'last touched|last talk|last talked|last activity|last move|last contact|last contacted|last worked|last spoke|last heard|last active',
    ['lastActivity'],
  ],
  [
    ['opportunity'],
    'when will|when does|when is|when do|going to close|expected to close|due to close|supposed to close|close|closing',
    ['expectedClose'],
  ],
  [['opportunity'], 'when did|when was', ['closed']],
  [['opportunity'], 'how big|how much|how large|worth|how valuable', ['amount']],
  [['company'], 'how big|how large|how many people', ['employees']],
  [['opportunity', 'contact', 'company'], 'how old|since when', ['created']],
  [['opportunity'], 'how long has it been in|how long has|how long is|how long', ['stageChanged']],
  [['opportunity'], 'how likely|how probable|how sure', ['probability']],
  [['opportunity'], 'where is|where are we|how far along|how far', ['stage']],
  [['opportunity'], 'why did we lose|why did we loose|why was|why is|why lost|why did', ['lossReason']],
  [
    ['contact'],
    'which company|what company|works for|work for|work at|works at|working for|employed by',
    ['company'],
  ],
  [
    ['contact'],
    'how can i reach|how do i reach|how to reach|get hold of|contact details|contact info|contact data',
    ['email', 'phone'],
  ],
  [['contact'], 'what does|what is the role|do for a living', ['jobTitle']],
];
/** Said of everything, so not a question for that field. */
const NOT_ASKED = /^(name|title|notes|company|contact|pipeline|currency)$/;

export interface Asked {
  fields: string[];
  /** Places whose words are explained by it. */
  places: ReadonlySet<number>;
}

/** The fields that a question about one record asks for; `at` to `end` are the words that name the record. */
export function askedFields(
  request: Request,
  entity: EntityName,
  from: number,
  at: number,
  end: number,
): Asked {
  const { clause, to } = request;
  const named: string[] = [];
  const idioms: string[] = [];
  const places = new Set<number>();
  const take = (place: number, length: number) => {
    for (let i = place; i < place + length; i++) places.add(i);
  };
  for (let place = from; place < to; place++) {
    if (place >= at && place < end) continue;
    const field = fieldNamedAt(request, entity, place);
    if (field) {
      if (!named.includes(field.name)) named.push(field.name);
      take(place, field.length);
      place += field.length - 1;
      continue;
    }
    const idiom = IDIOMS.find(
      ([kinds, words]) => kinds.includes(entity) && phraseAt(clause.units, place, words) > 0,
    );
    if (!idiom) continue;
    take(place, phraseAt(clause.units, place, idiom[1]));
    idioms.push(...idiom[2].filter((one) => !idioms.includes(one)));
  }
  // "when was it last touched": the end only when nothing else was asked for
  if (idioms.length > 1 && idioms[0] === 'closed') idioms.shift();
  // "how long has it been in this stage" asks for the time, not for the stage
  const isStay = idioms[0] === 'stageChanged' && named.every((name) => name === 'stage');
  const isNamed = named.length > 0 && !isStay;
  return { fields: isNamed ? named : idioms.slice(0, isContactWay(idioms) ? 2 : 1), places };
}

const isContactWay = (fields: readonly string[]) => fields[0] === 'email';

/** A field by its name, or a status that is asked about: "is it still open?". */
function fieldNamedAt(
  { clause, isQuestion }: Request,
  entity: EntityName,
  at: number,
): { name: string; length: number } | undefined {
  const found = sensesAt(clause, at, 'field').find(({ sense }) => sense.field.entity === entity);
  const isQuestionWord = /^(when|contact|contacted)$/.test(normAt(clause.units, at)) && found?.length === 1;
  if (found && !isQuestionWord && !NOT_ASKED.test(found.sense.field.name))
    return { name: found.sense.field.name, length: found.length };
  const option = sensesAt(clause, at, 'option').find(
    ({ sense }) => sense.field.entity === entity && sense.field.name === 'status',
  );
  const isAsked =
    isQuestion &&
    /^(is|was|are)$/.test(
      normAt(
        clause.units,
        clause.units.findIndex(({ kind }) => kind === 'word'),
      ),
    );
  return option && isAsked && kindOf(entity).get ? { name: 'status', length: option.length } : undefined;
}
