import type { Entity, RecordOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import {
  LandingPage,
  type LandingPageRecord,
} from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { resolveOne } from '../../tools/resolve.ts';

/** What stands beside the name of one: "the webinar page" is called "webinar". */
const NOUNS = /\b(?:the|our|my|landing|web|page|pages|form|forms)\b/gi;

/** The page that is named, else the one spoken of, else the only one. */
export const pageMeant = (context: ToolContext, name: string | undefined): Promise<LandingPageRecord> =>
  meant(
    context,
    LandingPage,
    name,
    'page',
    'There is no landing page yet. Say “a landing page for the webinar”, and I draft one.',
  );

/** The form that is named, else the one spoken of, else the only one. */
export const formMeant = (context: ToolContext, name: string | undefined): Promise<FormRecord> =>
  meant(
    context,
    Form,
    name,
    'form',
    'There is no form yet. Say “a contact form with name, e-mail and phone”, and I make one.',
  ) as Promise<FormRecord>;

async function meant<E extends Entity>(
  context: ToolContext,
  entity: E,
  name: string | undefined,
  argument: string,
  none: string,
): Promise<RecordOf<E>> {
  const records = context.crm.records(entity);
  const spokenOf = context.focus.find((item) => item.entity === entity.name);
  const bare = name?.replace(NOUNS, ' ').replace(/\s+/g, ' ').trim();
  if (name && bare) return (await resolveOne(context, entity, bare, argument)) as RecordOf<E>;
  if (spokenOf) {
    const found = (await records.getMany(context.scope, [spokenOf.id])).get(spokenOf.id);
    if (found && !found.isDeleted) return found;
  }
  const { records: all } = await records.find(context.scope, { sort: '-updatedAt', limit: 7 });
  const [only, ...others] = all;
  if (!only) throw new InvalidError(none);
  if (others.length === 0) return only;
  throw new AskBack({
    text: `Which ${entity.label.one}?`,
    options: all.slice(0, 6).map((one) => ({ label: entity.titleOf({ ...one }), value: one.id })),
    argument,
  });
}
