import { type Clause, normAt, type Unit } from '../recognise/unit.ts';
import type { RecordLook } from './record-look.ts';

/** Good enough for a name that is told with its company. */
const LIKELY = 0.7;
/** What the company of a person follows. */
const AT = /^(at|from|of|@|with)$/;
/** "Add Jane from Acme", "a contact called Jane at Acme": somebody new, or words that a filter looks for. */
const MAKES = /^(add|create|enter|register|save|named|called|is|named)$/;
const NOUN = /^(contact|lead|person|prospect|new)$/;
/** "Remove Jane from Acme", "move her from Acme": there "from" says where she leaves. */
const LEAVES = /^(remove|move|take|transfer|detach|unlink|separate|drop|shift|send|forward)$/;

const idsOf = (unit: Unit | undefined, entity: string): string[] =>
  unit?.kind === 'name'
    ? (unit.matches ?? [])
        .filter((match) => match.entity === entity && match.score >= LIKELY)
        .map(({ id }) => id)
    : [];

/** "Farah at Lantern" as the one contact of that company who is called so, whichever tool it is said to. */
export async function withPeopleAt(
  { units, message, vocabulary }: Clause,
  look: RecordLook | undefined,
): Promise<Unit[]> {
  const found: Unit[] = [];
  for (let at = 0; at < units.length; at++) {
    const person = units[at] as Unit;
    const company = units[at + 2];
    const link = normAt(units, at + 1);
    const isTold =
      look !== undefined &&
      AT.test(link) &&
      idsOf(person, 'contact').length > 0 &&
      !isNew({ units, message, vocabulary }, at) &&
      !(link !== 'at' && LEAVES.test(normAt(units, at - 1))) &&
      // "the deals of Jane from Acme to Contoso": from one to the other
      !(link === 'from' && normAt(units, at + 3) === 'to' && idsOf(units[at + 4], 'company').length > 0);
    const [companyId, ...others] = isTold ? idsOf(company, 'company') : [];
    const people = companyId && others.length === 0 ? await look?.peopleAt(companyId, person.text) : [];
    const [one, ...more] = people ?? [];
    if (!company || !one || more.length > 0) {
      found.push(person);
      continue;
    }
    found.push({
      ...person,
      text: message.slice(person.start, company.end),
      norm: [person, units[at + 1], company].map((unit) => unit?.norm).join(' '),
      end: company.end,
      matches: [{ entity: 'contact', ...one, score: 1 }],
      tokens: units.slice(at, at + 3).flatMap(({ tokens }) => tokens),
    });
    at += 2;
  }
  return found;
}

function isNew({ units }: Clause, at: number): boolean {
  const before = normAt(units, at - 1);
  return MAKES.test(before) || (NOUN.test(before) && units.slice(0, at).some(({ norm }) => MAKES.test(norm)));
}
