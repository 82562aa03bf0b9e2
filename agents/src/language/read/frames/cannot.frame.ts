import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt, type Unit } from '../../recognise/unit.ts';
import type { Frame, Request } from './frame.ts';

const MERGE =
  'I cannot merge records yet. I can show possible duplicates (“find duplicate contacts”), change the one you keep and delete the other.';
const SEND =
  'I cannot send e-mails or messages yet. I can remind you (“remind me to email Jane tomorrow”) or note one that you sent (“log an email to Jane: …”).';
const INVITE = 'I cannot invite people from here. An admin adds teammates in the settings of the console.';
const CAMPAIGN =
  'I cannot run campaigns or sequences yet. I can list the people, tag them, assign them and make tasks for them.';

/** Orders that are plain enough, and that nothing here fulfils: what is not possible, with what is. */
export const cannot: Frame = (request) => {
  const refusal = refusalFor(request);
  return refusal ? [{ tool: 'help', args: {}, confidence: 0.5, refusal }] : undefined;
};

function refusalFor(request: Request): string | undefined {
  const { clause, start, to, isQuestion } = request;
  const { units } = clause;
  if (isQuestion) return undefined;
  const verb = normAt(units, start);
  const said = units.slice(start + 1, to);
  const hasDuplicates = said.some(({ norm }) => /^(duplicates?|dupes?|doubles)$/.test(norm));
  if (/^(merge|combine|consolidate|unify)$/.test(verb) && said.length > 0 && !hasDuplicates) return MERGE;
  if (verb === 'invite' && said.length > 0 && !isTimed(said)) return INVITE;
  // with a time it is a task
  if (isSending(units, start, to) && !isTimed(said)) return SEND;
  return isCampaign(request) ? CAMPAIGN : undefined;
}

const isTimed = (units: readonly Unit[]) => units.some(({ time }) => time !== undefined);

function isSending(units: readonly Unit[], start: number, to: number): boolean {
  if (start + 1 >= to) return false;
  const next = units[start + 1];
  if (/^(email|mail|message|text|sms|whatsapp)$/.test(normAt(units, start)))
    return (
      next?.kind === 'name' ||
      next?.kind === 'email' ||
      /^(him|her|them|everyone|everybody|all|the|every)$/.test(next?.norm ?? '')
    );
  return (
    phraseAt(units, start, 'send|forward|shoot|write') > 0 &&
    units
      .slice(start + 1, to)
      .some(({ norm }) => /^(emails?|mails?|messages?|newsletters?|sms|text)$/.test(norm))
  );
}

/** "start a campaign for all leads"; a record that is called so is none. */
function isCampaign({ clause, start, to }: Request): boolean {
  if (
    !/^(start|launch|run|create|make|set|schedule|pause|stop|enroll|enrol|add|put|build|plan)$/.test(
      normAt(clause.units, start),
    )
  )
    return false;
  for (let at = start + 1; at < to; at++) {
    const word = normAt(clause.units, at);
    if (/^(campaigns?|sequences?|mailings?|drip)$/.test(word)) return true;
    const isNew =
      /^(a|an|the|new)$/.test(normAt(clause.units, at - 1)) && sensesAt(clause, at, 'entity').length > 0;
    if (isNew || /^(called|named|titled|:|tag|label)$/.test(word)) return false;
  }
  return false;
}
