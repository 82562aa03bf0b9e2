import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { fold, foldWords } from '@clianta/crm-core/entity/search-text';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { localOf } from '@clianta/crm-core/workspace/local';
import type { LanguageContext, NameMatch, Place } from '../language/language-context.ts';
import type { LastList, OpenQuestion } from '../tool.ts';
import { knownValues } from './known-values.ts';
import { lastWriteOf } from './last-write.ts';

const NAMED: ReadonlyArray<Entity> = [Contact, Company, Opportunity, Task, Competitor, AgentDefinition];
/** Matches looked at for each entity. */
const MATCHES = 6;

/** 1: the same; 0.9: all words stand in the name; 0.7: they begin words of it; 0.5: with a typo. */
function score(wanted: string, title: string): number {
  if (fold(wanted) === fold(title)) return 1;
  const words = foldWords(wanted);
  const own = foldWords(title);
  if (words.every((word) => own.includes(word))) return 0.9;
  if (words.every((word) => own.some((one) => one.startsWith(word)))) return 0.7;
  return 0.5;
}

/** Looks names up in the workspace as the caller may see it; index-backed, best first. */
function nameFinder(crm: CrmCore, scope: Scope): LanguageContext['findNames'] {
  return async (text, entities) => {
    const { cached } = await crm.facts(scope.workspaceId);
    const wanted = NAMED.filter(
      ({ name, isCached }) =>
        (!entities || entities.includes(name)) && !(isCached && cached.get(name)?.length === 0),
    );
    const found = await Promise.all(
      wanted.map(async (entity) => {
        const page = await crm
          .records(entity)
          .find(scope, { search: text, limit: MATCHES, sort: '-updatedAt' });
        return page.records.map((record): NameMatch => {
          const title = titleOf(entity, record);
          return {
            entity: entity.name as NameMatch['entity'],
            id: record.id,
            title,
            score: score(text, title),
          };
        });
      }),
    );
    return found.flat().sort((a, b) => b.score - a.score);
  };
}

const PLACES = ['city', 'country'] as const;

/** Asks people and companies whether any is in a place of that name, which may be written small. */
function placeFinder(crm: CrmCore, scope: Scope): LanguageContext['findPlace'] {
  return async (text) => {
    const value = [text, text.replace(/(^|[\s-])\p{Ll}/gu, (letter) => letter.toUpperCase())];
    const isIn = async (entity: Entity, field: Place['field']) =>
      entity.fields.some(({ name }) => name === field) &&
      (await crm.records(entity).count(scope, { where: [{ field, op: 'in', value }] })) > 0;
    for (const field of PLACES) {
      const [isOfPeople, isOfCompanies] = await Promise.all([isIn(Contact, field), isIn(Company, field)]);
      if (isOfPeople || isOfCompanies) return { field, isOfPeople };
    }
    return undefined;
  };
}

/** What the language engine and the prompts know of the workspace and the conversation in this turn. */
export async function languageContext(
  crm: CrmCore,
  scope: Scope,
  conversation: ConversationRecord,
  now: Date,
): Promise<LanguageContext> {
  const facts = await crm.facts(scope.workspaceId);
  return {
    now,
    ...localOf(facts, scope.actor.id),
    calendar: facts.calendar,
    user: { id: scope.actor.id, name: scope.actor.name },
    focus: conversation.focus,
    ...(conversation.lastList && { lastList: conversation.lastList as unknown as LastList }),
    ...(conversation.question && {
      question: conversation.question as unknown as OpenQuestion,
    }),
    lastWrite: () => lastWriteOf(crm, scope, conversation),
    team: facts.team,
    pipelines: facts.pipelines,
    customFields: facts.customFields,
    findNames: nameFinder(crm, scope),
    findPlace: placeFinder(crm, scope),
    knownValues: () => knownValues(crm, scope.workspaceId),
  };
}
