import { emailAddress } from '../../entity/email-address.ts';
import { InvalidError } from '../../errors.ts';
import { type FormField, LONGEST_ANSWER } from '../form/form-field.schema.ts';

export type Answers = Record<string, string | boolean>;

const ADDRESS = emailAddress();

/**
 * Reads what was sent by what the form asks; what it does not ask is dropped.
 *
 * @throws InvalidError with what is wrong, by field
 */
export function readAnswers(fields: readonly FormField[], given: Readonly<Record<string, unknown>>): Answers {
  const answers: Answers = {};
  const faults: Record<string, string> = {};
  for (const field of fields) {
    try {
      const answer = answerOf(field, Object.hasOwn(given, field.name) ? given[field.name] : undefined);
      if (answer !== undefined) answers[field.name] = answer;
    } catch (error) {
      if (!(error instanceof FaultyAnswer)) throw error;
      faults[field.name] = error.message;
    }
  }
  const [first] = Object.entries(faults);
  if (first) {
    const label = fields.find(({ name }) => name === first[0])?.label;
    throw new InvalidError(`${label}: ${first[1]}.`, faults);
  }
  return answers;
}

class FaultyAnswer extends Error {}

function answerOf({ type, required, options }: FormField, given: unknown): string | boolean | undefined {
  if (type === 'checkbox') {
    const isTicked = given === true || ['on', 'true', 'yes', '1'].includes(String(given));
    if (required && !isTicked) throw new FaultyAnswer('please tick this');
    return isTicked;
  }
  const isText = typeof given === 'string' || typeof given === 'number';
  if (!isText && given !== undefined && given !== null) throw new FaultyAnswer('is no text');
  const text = isText ? clean(String(given), type === 'longtext') : '';
  if (text === '') {
    if (required) throw new FaultyAnswer('please fill this in');
    return undefined;
  }
  const most = type === 'longtext' ? LONGEST_ANSWER.longtext : LONGEST_ANSWER.text;
  if (text.length > most) throw new FaultyAnswer(`is longer than ${most} letters`);
  switch (type) {
    case 'email': {
      const read = ADDRESS.safeParse(text);
      if (!read.success) throw new FaultyAnswer('is not an e-mail address such as jane@example.com');
      return read.data;
    }
    case 'number':
      if (!/^-?\d{1,15}([.,]\d{1,6})?$/.test(text.replace(/[\s’']/g, '')))
        throw new FaultyAnswer('is no number');
      return text;
    case 'phone':
      if (!/^[+\d][\d\s()/.-]{3,30}$/.test(text)) throw new FaultyAnswer('is no phone number');
      return text;
    case 'choice':
      if (!options?.includes(text)) throw new FaultyAnswer('please choose one of what is offered');
      return text;
    default:
      return text;
  }
}

/** Without what no keyboard types: control characters could end a line of a mail, or hide what stands there. */
function clean(text: string, hasLines: boolean): string {
  const plain = text.normalize('NFC').replace(/\r\n?/g, '\n');
  const unseen = hasLines
    ? /(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e]/gu
    : /[\p{Cc}\u2028\u2029\u202a-\u202e]+/gu;
  return plain.replace(unseen, hasLines ? '' : ' ').trim();
}
