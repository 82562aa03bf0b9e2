import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { SavedView, type SavedViewRecord } from '@clianta/crm-core/workspace/saved-view/saved-view.schema';
import type { ToolContext } from '../../tool.ts';
import type { SaidAudience } from './audience-in-words.ts';

const SAID = /^(?:(?:saved|named)\s+)?(?:list|view|segment)\s+(?:called\s+|named\s+)?["“]?(.+?)["”]?$/iu;
const SAID_BEHIND = /^["“]?(.+?)["”]?\s+(?:list|view|segment)$/iu;
const MOST_VIEWS = 200;

/**
 * Who a saved view lists: "the list Hamburg leads", "the Hamburg leads view". What it lists when the campaign is approved is
 * whom it goes to. Undefined: no view is meant.
 *
 * @throws InvalidError for a name that no view has, or a view of something else
 */
export async function audienceOfView(context: ToolContext, said: string): Promise<SaidAudience | undefined> {
  const front = SAID.exec(said)?.[1];
  const name = front ?? SAID_BEHIND.exec(said)?.[1];
  if (!name) return undefined;
  const { records } = await context.crm.records(SavedView).find(context.scope, { limit: MOST_VIEWS });
  const isCalled = ({ name: own }: SavedViewRecord) => own.toLowerCase() === name.trim().toLowerCase();
  const view = records.find((one) => isCalled(one) && ofPeople(one)) ?? records.find(isCalled);
  // "the newsletter list" may be a tag
  if (!view && !front) return undefined;
  if (!view)
    throw new InvalidError(
      `There is no saved view “${name}” that you can see. Save one in the list of contacts, or say whom it is for.`,
    );
  const filter = ofPeople(view);
  if (!filter) throw new InvalidError(`“${view.name}” lists no people, so no campaign can go to it.`);
  return { filter, notes: [`I took “${view.name}” as the saved view of that name.`] };
}

function ofPeople({ entity, filter }: SavedViewRecord): Filter | undefined {
  if (entity === Contact.name) return filter;
  if (entity !== Company.name || filter.anyOf || filter.search) return undefined;
  return { where: [{ field: 'companyId', op: 'is_set', where: filter.where ?? [] }] };
}
