import { toolFieldName } from '../../../../tools/fields.ts';
import { capitalize, listed } from '../../../../tools/format.ts';
import { storedValues } from '../../../../tools/translate.ts';
import { fieldCalled, valuesCalled } from '../read-value.ts';
import { NotRead, type Reading } from '../reading.ts';
import { does, IT, type NewStep, type StepReader } from './step-reader.ts';

const TAG = new RegExp(
  `^(?:(?:tag|label)\\s+(?:${IT}\\s+)?(?:as\\s+|with\\s+)?|(?:add|set|put|give ${IT})\\s+(?:the\\s+|an?\\s+)?tags?\\s+)(.+?)(?:\\s+(?:to|on)\\s+${IT})?$`,
  'i',
);
const UNTAG = new RegExp(
  `^(?:remove|delete|take off|untag)\\s+(?:the\\s+)?(?:tags?\\s+)?(.+?)(?:\\s+from\\s+${IT})?$`,
  'i',
);

const tagsIn = (said: string): string[] =>
  said
    .replace(/["“”]/g, '')
    .split(/\s*(?:,|\band\b)\s*/i)
    .map((tag) => tag.trim())
    .filter(Boolean);

/** "tag it as hot", "add the tag VIP", "remove the tag prospect". */
export const readTags: StepReader = async (said) => {
  const untag = /\btags?\b/i.test(said) ? UNTAG.exec(said)?.[1] : undefined;
  if (untag) return does('remove_tag', { tags: tagsIn(untag) });
  const tag = TAG.exec(said)?.[1];
  if (tag && /^(?:it|them|him|her)$/i.test(tag)) throw new NotRead(`Which tag is it to get: “${said}”?`);
  return tag ? does('add_tag', { tags: tagsIn(tag) }) : undefined;
};

const SCORE =
  /^(?:(raise|increase|add|lower|decrease|reduce|take)\b.*?\b(?:lead )?(?:score|points?)\b.*?\b(?:by\s+)?(\d{1,3})|(raise|add|increase|take|lower)\s+(\d{1,3})\s+points?)\b/i;

/** "raise the score by 10", "add 10 points". */
export const readScore: StepReader = async (said) => {
  const [, verb, by, otherVerb, points] = SCORE.exec(said) ?? [];
  const word = verb ?? otherVerb;
  if (!word) return undefined;
  const amount = Number(by ?? points);
  return does('adjust_score', { by: /^(?:lower|decrease|reduce|take)/i.test(word) ? -amount : amount });
};

const MARK = new RegExp(
  `^(?:mark|move|set|put|change|update|close|flag|turn)\\s+(?:${IT}\\s+)?(?:(?:in)?to|as|into)?\\s*(.+)$`,
  'i',
);
const SET = new RegExp(
  `^(?:set|change|update|put)\\s+(?:the\\s+|its\\s+|their\\s+|his\\s+|her\\s+)?(.+?)(?:\\s+of\\s+${IT})?\\s+(?:to|as|=)\\s+(.+)$`,
  'i',
);

/** "mark it as qualified", "move it to Negotiation", "set the source to fair". */
export const readValue: StepReader = async (said, reading) => {
  const [, name = '', value = ''] = SET.exec(said) ?? [];
  const field = name ? fieldCalled(reading.entity, name) : undefined;
  if (field) return asField(reading, toolFieldName(field), value.replace(/["“”]/g, ''));
  const words = MARK.exec(said)?.[1];
  if (!words) return undefined;
  const values = await valuesCalled(reading.context, reading.entity, words);
  const fields = [...new Set(values.map((one) => one.field.name))];
  const [only] = values;
  if (!only) return undefined;
  if (fields.length > 1)
    throw new NotRead(
      `“${words}” may be ${listed(values.map((one) => `the ${one.field.label?.toLowerCase()}`))}. Say which: “set the ${only.field.label?.toLowerCase()} to ${words}”.`,
    );
  if (only.field.part && new Set(values.map((one) => one.value)).size > 1)
    throw new NotRead(
      `Several pipelines have a stage called “${words}”. Rename one, or say which pipeline in the entry: “only deals of the pipeline …”.`,
    );
  if (only.field.part) return does('move_stage', { stageId: only.value });
  const takesReason = reading.entity.fields.some(({ name: own }) => own === 'lossReason');
  if (only.value === 'lost' && takesReason)
    return does('update_field', {
      set: { [only.field.name]: only.value, lossReason: 'Closed by a workflow' },
    });
  return does('update_field', { set: { [only.field.name]: only.value } });
};

async function asField({ context, entity }: Reading, name: string, said: string): Promise<NewStep> {
  const values = await valuesCalled(context, entity, said);
  const fits = values.find(({ field }) => toolFieldName(field) === name);
  if (fits) return does('update_field', { set: { [fits.field.name]: fits.value } });
  const field = entity.fields.find((one) => toolFieldName(one) === name);
  const isNumber = field?.kind === 'number';
  const given = isNumber ? Number(said.replace(/[^\d.-]/g, '')) : said;
  if (field?.kind === 'enum')
    throw new NotRead(
      `${capitalize(field.label ?? name)} can be ${listed((field.options ?? []).map((one) => one.replace(/_/g, ' ')))}, and not “${said}”.`,
    );
  const set = await storedValues(context, entity, { [name]: given });
  return does('update_field', { set: JSON.parse(JSON.stringify(set)) });
}
