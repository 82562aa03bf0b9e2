/** What somebody wants to happen by itself, in its parts and still in their words. */
export interface RuleParts {
  /** In quotes, or behind "called". */
  name?: string;
  /** "a lead reaches A"; empty when it was not said. */
  trigger: string;
  /** "every Monday at 9". */
  schedule?: string;
  /** "assign it to Lena", "create a call task". */
  steps: string[];
}

const WHEN =
  'whenever|when|once|as soon as|every time(?: that)?|each time(?: that)?|any ?time(?: that)?|if|upon|in case|after';
const BEGINS_WITH_WHEN = new RegExp(`^(?:and\\s+)?(?:${WHEN})\\s+`, 'i');
/** Behind an order: "tell me when a deal is won". A wait "after" something is no trigger there. */
const WHEN_BEHIND =
  /^(.{6,}?),?\s+(?:whenever|when|once|as soon as|every time(?: that)?|each time(?: that)?|any ?time(?: that)?|if|in case)\s+(.+)$/is;
const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const SCHEDULE = new RegExp(
  `^(?:(?:every|each|on every|on)\\s+(?:${DAY}s?|day|morning|night|evening|week|month|first(?: day)? of (?:the|each|every) month|last day of (?:the|each|every) month|\\d{1,2}(?:st|nd|rd|th)?(?: of (?:the|each|every) month)?)|daily|weekly|monthly|nightly|once a (?:day|week|month))(?:\\s+(?:morning|evening|night))?(?:\\s*,?\\s*(?:at|around)\\s+\\d{1,2}(?:[:.]\\d\\d)?\\s*(?:am|pm|o'clock)?)?`,
  'i',
);
/** "for each new company", "on every won deal". */
const ON_EVERY = /^(?:on|for|with|at)\s+(?:every|each|any|all|a|an)\s+/i;
/** "for new leads: create a task". */
const FOR_NEW = /^for\s+((?:all\s+)?(?:new|won|lost)\s+.+?)(?:\s*[:,]\s*(.+)|\s+(?:that|which)\s+(.+))?$/is;
/** "create a task for every new lead". */
const EACH_BEHIND = /^(.+?)\s+(?:for|on|with|to)\s+(?:every|each|all|any)\s+(new\s+.+)$/is;

/** Courtesy, and that it is to be automatic: said by asking for it here. */
const LEAD = [
  /^(?:please|hey|ok|so|now)[,\s]+/i,
  /^(?:can|could|would) (?:you|we|the (?:system|crm))(?: please)?(?: make it so that| do that for us:?| set up(?: that)?| automate(?: that)?)?\s+/i,
  /^i(?:'d| would)? (?:want|like|need|wish)(?: to have)?(?: the system to)?(?: that)?\s+/i,
  /^we (?:want|need)(?: to have)?(?: that)?\s+/i,
  /^(?:let|have) (?:the (?:system|crm)|it)\s+/i,
  /^make (?:it )?so that\s+/i,
  /^make sure that\s+/i,
  /^(?:do this )?automatically(?: from now on)?\s*:?\s+/i,
  /^from now on[,:]?\s+/i,
  /^automate(?: that)?\s*:?\s+/i,
  /^without me doing anything,?\s+/i,
];
const NOUN = '(?:workflow|automation|automatism|automatic process|flow|rule|process)';
const OPENING = new RegExp(
  `^(?:(?:create|make|build|set up|setup|add|define|write|draft|start)\\s+)?(?:(?:me|us)\\s+)?(?:(?:an?|the|new|another|one more|automatic)\\s+)*${NOUN}\\b\\s*(?:(?:called|named)\\s+(?:"([^"]+)"|“([^”]+)”|([^,:;]+?))\\s*(?=[,:;]|$)|"([^"]+)"|“([^”]+)”)?\\s*(?:[:;,–-]+\\s*|(?:that|which|so that|where|to)\\s+(?=\\S)|(?=(?:${WHEN}|for|on|every|each)\\s)|$)`,
  'i',
);

/** Verbs that begin a step. */
const STEP_VERB =
  'wait|pause|hold|create|make|add|set|open|plan|schedule|assign|reassign|give|hand|route|pass|notify|tell|inform|alert|ping|warn|message|send|mail|e-?mail|text|sms|post|tag|label|untag|remove|take|mark|move|change|update|put|raise|increase|lower|decrease|reduce|call|trigger|start|enroll|enrol|enrich|remind|close|let|stop|end|append|delete|clear|ask|write|escalate|archive|greet|run|use|have(?=\\s+(?!an?\\b|no\\b|not\\b|more\\b|less\\b|been\\b|over\\b|under\\b|the tag\\b))';
const JOINT = new RegExp(
  `\\s*(?:->|→|;|\\.\\s|,?\\s*\\band then\\b|,\\s*then\\b|\\bthen\\b|,\\s*and(?: also)?\\b|,\\s*also\\b|\\band(?: also)?\\b|,|\\n)\\s*(?=(?:also\\s+|automatically\\s+|please\\s+)?(?:${STEP_VERB})\\b)`,
  'i',
);
const AFTER_WAIT =
  /^(?:after|in)\s+((?:an?|one|two|three|four|five|six|seven|ten|\d+)\s+(?:minute|hour|day|week|month)s?)\s*,?\s+(?=\S)/i;
const LATER =
  /^((?:an?|one|two|three|four|five|six|seven|ten|\d+)\s+(?:minute|hour|day|week|month)s?)\s+(?:later|after(?:wards)?)\s*,?\s+(?=\S)/i;

/** Takes a sentence apart: what starts it, and what is to be done. What it means is read elsewhere. */
export function splitRule(said: string): RuleParts {
  let text = said.trim().replace(/[.!\s]+$/, '');
  let name: string | undefined;
  for (let before = ''; before !== text; ) {
    before = text;
    for (const lead of LEAD) text = text.replace(lead, '');
    const opening = OPENING.exec(text);
    if (opening && opening[0].length > 0) {
      name ??= opening
        .slice(1)
        .find((part) => part !== undefined)
        ?.trim();
      text = text.slice(opening[0].length).trim();
    }
  }
  text = text.replace(/,?\s*\b(?:automatically|by itself|on its own|by themselves)\b(?=\s|,|$)/gi, '').trim();
  return { ...(name && { name }), ...parted(text) };
}

/** Whose records a loop goes through: "of the company", "its", "that they have". */
const WHOSE =
  '(?:of|at|for|with|on)\\s+(?:the|that|this|its|their|his|her|our)\\s+\\w+|(?:that\\s+)?(?:it|they|he|she)\\s+ha(?:s|ve)';
const ITS = '(?:of\\s+)?(?:its|their|his|her)\\s+';
const EVERY = '(?:for|with)\\s+(?:each|every|all|any)\\s+';
/**
 * "if it is over 50k": on what it hangs how a rule goes on; "for each open deal of the company": what it goes through. Behind a
 * trigger or a step.
 */
const BRANCH = new RegExp(
  `(?:^|[,;:.]\\s*(?:and\\s+)?(?:then\\s+)?|\\b(?:and\\s+then|and|then)\\s+)(?=if\\s+(?:it|its|they|their|this|that|the|he|she)\\b|${EVERY}(?:${ITS}|(?:[\\w-]+\\s+){1,5}?(?:${WHOSE})))`,
  'i',
);
const OTHERWISE = /\s*[,;.]?\s*\b(?:otherwise|or else|else|if not)\b[,:]?\s+/i;

/** A step that hangs on something, in its parts and still in their words. */
export interface SaidBranch {
  /** "it is over 50k". */
  condition: string;
  yes: string[];
  no: string[];
}

/** "if it is over 50k tell Lena, otherwise create a task"; undefined for what is no such step. */
export function branchIn(step: string): SaidBranch | undefined {
  const said = /^if\s+(.+)$/is.exec(step)?.[1];
  if (!said) return undefined;
  const [first = '', ...others] = said.split(OTHERWISE);
  const { trigger: condition, steps } = atBoundary(first);
  return steps ? { condition, yes: stepsOf(steps), no: stepsOf(others.join(', ')) } : undefined;
}

/** Steps for each of other records, in their parts and still in their words. */
export interface SaidLoop {
  /** "open deals". */
  records: string;
  /** "company"; absent: they are those of the record itself. */
  whose?: string;
  steps: string[];
}

const LOOP = new RegExp(`^${EVERY}(?:${ITS})?(.+?)(?:\\s+(${WHOSE}))?$`, 'is');

/** "for each open deal of the company, add the tag customer"; undefined for what is no such step. */
export function loopIn(step: string): SaidLoop | undefined {
  if (!new RegExp(`^${EVERY}`, 'i').test(step)) return undefined;
  const { trigger, steps } = atBoundary(step);
  const [, records, whose = ''] = LOOP.exec(trigger) ?? [];
  const isOwned = whose || new RegExp(`^${EVERY}${ITS}`, 'i').test(trigger);
  if (!records || !steps || !isOwned) return undefined;
  const owner = /^(?:of|at|for|with|on)\s+(?:the|that|this)\s+(\w+)$/i.exec(whose)?.[1];
  return { records, ...(owner && { whose: owner }), steps: stepsOf(steps) };
}

/** What stands before a step that hangs on something, or is done for many, and that step, which is the last. */
function beforeBranch(text: string): { before: string; branch: string } | undefined {
  // what is quoted is no order
  const found = BRANCH.exec(text.replace(/["“][^"“”]*["”]/g, (quote) => '_'.repeat(quote.length)));
  if (!found) return undefined;
  const branch = text.slice(found.index + found[0].length);
  return (branchIn(branch) ?? loopIn(branch)) && { before: text.slice(0, found.index), branch };
}

function parted(text: string): Omit<RuleParts, 'name'> {
  const hanging = beforeBranch(text);
  if (hanging?.before) {
    const { steps, ...rest } = parted(hanging.before);
    return { ...rest, steps: [...steps, hanging.branch] };
  }
  const labelled = /^trigger\s*[:=]\s*(.+?)[.;,]\s*(?:actions?|steps?|do)\s*[:=]\s*(.+)$/is.exec(text);
  if (labelled) return { trigger: labelled[1]?.trim() ?? '', steps: stepsOf(labelled[2] ?? '') };
  const schedule = SCHEDULE.exec(text)?.[0];
  if (schedule)
    return {
      trigger: '',
      schedule: schedule.trim(),
      steps: stepsOf(text.slice(schedule.length).replace(/^\s*[,:]?\s*/, '')),
    };
  const arrows = text.split(/\s*(?:->|→)\s*/);
  if (arrows.length > 1)
    return {
      trigger: arrows[0]?.replace(BEGINS_WITH_WHEN, '') ?? '',
      steps: arrows.slice(1).flatMap(stepsOf),
    };
  const behindLead = BEGINS_WITH_WHEN.exec(text) ?? ON_EVERY.exec(text);
  if (behindLead) {
    const { trigger, steps } = atBoundary(text.slice(behindLead[0].length));
    return { trigger, steps: stepsOf(steps) };
  }
  const [, records, rest] = FOR_NEW.exec(text) ?? [];
  if (records) return { trigger: records.trim(), steps: stepsOf(rest ?? '') };
  const each = EACH_BEHIND.exec(text);
  if (each) return { trigger: each[2]?.trim() ?? '', steps: stepsOf(each[1] ?? '') };
  const behind = WHEN_BEHIND.exec(text);
  if (behind) return { trigger: behind[2]?.trim() ?? '', steps: stepsOf(behind[1] ?? '') };
  return { trigger: '', steps: stepsOf(text) };
}

const NO_ORDER_BEHIND =
  /\b(?:an?|the|is|are|was|of|to|be|for|its|their|every|each|any|stage|status|owner|field|no)$/;

/** Where what happens ends and what is to be done begins: at the first comma, "then" or colon before a step. */
function atBoundary(text: string): { trigger: string; steps: string } {
  const step = `(?:also\\s+|please\\s+|we\\s+|it should\\s+|(?:the system )?should\\s+)?(?:${STEP_VERB})\\b`;
  const waits = `(?:after|in)\\s+\\S+\\s+(?:minute|hour|day|week|month)s?\\b`;
  for (const boundary of [
    new RegExp(`\\s*(?:,\\s*then|,|:|\\bthen|\\s[–-])\\s+(?=${step}|${waits})`, 'gi'),
    /\s*(?:,\s*then|\bthen\b|:)\s+/gi,
    new RegExp(`\\s+(?=${step})`, 'gi'),
    /\s*,\s+/g,
  ]) {
    for (const found of text.matchAll(boundary)) {
      const trigger = text
        .slice(0, found.index)
        .replace(/[,;:\s]+$/, '')
        .trim();
      // "a call is missed", "the stage change": a noun, and no order
      if (!/\s/.test(trigger) || NO_ORDER_BEHIND.test(trigger)) continue;
      return { trigger, steps: text.slice(found.index + found[0].length).trim() };
    }
  }
  return { trigger: text.trim(), steps: '' };
}

/** "thank you mail, onboarding task": steps by their nouns alone. */
const NOUN_STEP = /\b(?:tasks?|mails?|e-?mails?|reminders?|tags?|follow[- ]?ups?)\b/i;

/** "assign it to Lena and create a task" as two steps; "after two days" before one is a wait. */
export function stepsOf(text: string): string[] {
  const hanging = beforeBranch(text);
  if (hanging) return [...stepsOf(hanging.before), hanging.branch];
  // what is quoted belongs to its step, whatever it says
  const quotes: string[] = [];
  const masked = text.replace(/["“][^"“”]*["”]/g, (quote) => `\uE000${quotes.push(quote) - 1}\uE001`);
  const whole = (step: string) =>
    step.replace(/\uE000(\d+)\uE001/g, (_, at: string) => quotes[Number(at)] ?? '');
  return stepsIn(masked).map(whole);
}

function stepsIn(text: string): string[] {
  return text
    .split(/,?\s*\b(?:and\s+)?then\b[,:]?\s+/i)
    .flatMap((part) => part.split(JOINT))
    .flatMap((part) => {
      const pieces = part.split(/\s*,\s*/);
      return pieces.every((piece) => NOUN_STEP.test(piece)) ? pieces : [part];
    })
    .flatMap((part) => {
      const step = part
        .replace(/^(?:then|and|also|please|automatically|it should|should)\s+/gi, '')
        .replace(/^(?:auto-)?(tag|assign|move|send|create|set|add|remove|tell|make|put|give)s?(?=\s)/i, '$1')
        .trim();
      const wait = AFTER_WAIT.exec(step) ?? LATER.exec(step);
      return wait ? [`wait ${wait[1]}`, step.slice(wait[0].length)] : [step];
    })
    .map((step) =>
      step
        .replace(/[.,;!\s]+$/, '')
        .replace(/^(?:then|and|also)\s+/i, '')
        .trim(),
    )
    .filter(Boolean);
}
