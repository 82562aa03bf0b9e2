import type { Entity } from '@clianta/crm-core/entity/define-entity';

/** "support tickets" -> "support_tickets": tools are named verb_noun. */
const snake = (words: string) => words.toLowerCase().replace(/[^a-z0-9]+/g, '_');

/** `get_deal`: a tool for one record. */
export const nameForOne = (verb: string, { label }: Entity) => `${verb}_${snake(label.one)}`;

/** `search_deals`: a tool for many records. */
export const nameForMany = (verb: string, { label }: Entity) => `${verb}_${snake(label.many)}`;

/** "a deal", "an activity". */
export const aOne = ({ label }: Entity) => `${/^[aeiou]/i.test(label.one) ? 'an' : 'a'} ${label.one}`;
