import * as AdaptiveCards from 'adaptivecards';

type Body = Record<string, unknown>;

/** Teams draws these itself; `adaptivecards` knows them not, and takes what is declared in their place. */
const TEAMS_ELEMENTS = /^Chart\./;

/** The Adaptive Cards of a message. */
export function cardsOf(body: Body): Body[] {
  const attachments = Array.isArray(body.attachments) ? (body.attachments as Body[]) : [];
  return attachments
    .filter(({ contentType }) => contentType === 'application/vnd.microsoft.card.adaptive')
    .map(({ content }) => content as Body);
}

/** What Teams would refuse or not show of a message's cards. */
export function brokenCardRules(body: Body): string[] {
  return cardsOf(body).flatMap(brokenCard);
}

/** What is wrong with a card by Microsoft's own library: it is parsed, and everything in it validated. */
export function brokenCard(card: Body): string[] {
  const found: string[] = [];
  const parsed = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext();
  parsed.parse(card, context);
  for (let at = 0; at < context.eventCount; at++) {
    const { message } = context.getEventAt(at);
    if (!/Chart\./.test(message)) found.push(message);
  }
  const { validationEvents } = parsed.validateProperties();
  found.push(...validationEvents.map(({ message }) => message));
  if (card.version !== '1.5') found.push(`version ${String(card.version)}`);
  for (const element of elementsOf(card)) {
    const type = String(element.type);
    if (TEAMS_ELEMENTS.test(type) && !element.fallback) found.push(`${type} without a fallback`);
    if (type === 'ActionSet' && (element.actions as unknown[]).length > 6) found.push('more than 6 actions');
  }
  return found;
}

/** Everything in a card that has a type. */
export function elementsOf(value: unknown): Body[] {
  if (Array.isArray(value)) return value.flatMap(elementsOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value ? [value as Body] : [];
  return [...own, ...Object.values(value).flatMap(elementsOf)];
}

/** The buttons of a message, by what is on them. */
export function buttonsOf(body: Body): Map<string, Body> {
  const executes = elementsOf(cardsOf(body)).filter(({ type }) => type === 'Action.Execute');
  return new Map(executes.map((one) => [String(one.title), one.data as Body]));
}
