type Body = Record<string, unknown>;

const V2 = 1 << 15;
const EPHEMERAL = 1 << 6;
/** What a message may hold at its top, and what a container may. */
const TOP = new Set([1, 9, 10, 12, 13, 14, 17]);
const IN_CONTAINER = new Set([1, 9, 10, 12, 13, 14]);

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null;
const list = (value: unknown): Body[] => (Array.isArray(value) ? value.filter(isObject) : []);
const lengthOf = (value: unknown) => (typeof value === 'string' ? value.length : 0);

/** What Discord would not take of a message, as far as its documentation says. */
export function brokenMessageRules(body: Body, isEdit = false): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, rule: string) => {
    if (!holds) wrong.push(rule);
  };
  const flags = typeof body.flags === 'number' ? body.flags : 0;
  const isV2 = (flags & V2) !== 0;
  const mentions = body.allowed_mentions;
  must(
    isObject(mentions) && Array.isArray(mentions.parse) && mentions.parse.length === 0,
    'allowed_mentions',
  );
  const components = list(body.components);
  must(lengthOf(body.content) <= 2_000, 'content: 2000');
  must(!isV2 || !body.content, 'content with components V2');
  must(isV2 || components.every(({ type }) => type === 1), 'components V2 without their flag');
  must(isV2 || components.length <= 5, 'rows: 5');
  must(isEdit || components.length > 0 || lengthOf(body.content) > 0, 'an empty message');
  must(body.nonce === undefined || lengthOf(body.nonce) <= 25, 'nonce: 25');
  const all = walk(components);
  must(all.length <= 40, `components: 40, not ${all.length}`);
  const text = all.reduce((sum, one) => sum + (one.type === 10 ? lengthOf(one.content) : 0), 0);
  must(text <= 4_000, `text: 4000, not ${text}`);
  must(
    components.every(({ type }) => TOP.has(Number(type))),
    'a component that is not for the top',
  );
  const ids = all.flatMap(({ custom_id: id }) => (id === undefined ? [] : [id]));
  must(
    ids.every((id) => typeof id === 'string' && id.length > 0 && id.length <= 100),
    'custom_id: 1 to 100',
  );
  must(new Set(ids).size === ids.length, 'custom_id twice');
  for (const one of all) wrong.push(...brokenComponent(one));
  return wrong;
}

function walk(components: readonly Body[]): Body[] {
  return components.flatMap((one) => [
    one,
    ...walk(list(one.components)),
    ...(isObject(one.accessory) ? [one.accessory] : []),
  ]);
}

function brokenComponent(one: Body): string[] {
  const children = list(one.components);
  const types = children.map(({ type }) => Number(type));
  const isBetween = (value: unknown, least: number, most: number) =>
    lengthOf(value) >= least && lengthOf(value) <= most;
  switch (one.type) {
    case 1: {
      const isButtons = types.every((type) => type === 2) && types.length >= 1 && types.length <= 5;
      return isButtons || (types.length === 1 && types[0] === 3)
        ? []
        : ['a row of 1 to 5 buttons, or a select'];
    }
    case 2:
      return isBetween(one.label, 1, 80) && Number(one.style) >= 1 ? [] : ['button: label 1 to 80, style'];
    case 3: {
      const options = list(one.options);
      const areGood = options.every(
        ({ label, value, description }) =>
          isBetween(label, 1, 100) &&
          isBetween(value, 1, 100) &&
          (description === undefined || isBetween(description, 1, 100)),
      );
      const isUnique = new Set(options.map(({ value }) => value)).size === options.length;
      return options.length >= 1 && options.length <= 25 && areGood && isUnique ? [] : ['select'];
    }
    case 10:
      return isBetween(one.content, 1, 4_000) ? [] : ['text display: 1 to 4000'];
    case 17:
      return types.length > 0 && types.every((type) => IN_CONTAINER.has(type)) ? [] : ['container'];
    default:
      return [];
  }
}

/** What Discord would not take of a modal. */
export function brokenModalRules(data: Body): string[] {
  const labels = list(data.components);
  const wrong: string[] = [];
  if (lengthOf(data.title) < 1 || lengthOf(data.title) > 45) wrong.push('title: 1 to 45');
  if (lengthOf(data.custom_id) < 1 || lengthOf(data.custom_id) > 100) wrong.push('custom_id');
  if (labels.length < 1 || labels.length > 5) wrong.push('components: 1 to 5');
  for (const { type, label, component } of labels) {
    if (type !== 18 || lengthOf(label) < 1 || lengthOf(label) > 45 || !isObject(component))
      wrong.push('label');
    else if (component.type === 3) wrong.push(...brokenComponent(component));
    else if (component.type !== 4 || ![1, 2].includes(Number(component.style))) wrong.push('text input');
  }
  const ids = labels.map(({ component }) => (isObject(component) ? component.custom_id : undefined));
  if (new Set(ids).size !== ids.length) wrong.push('custom_id twice');
  return wrong;
}

export const isEphemeral = (flags: unknown): boolean => (Number(flags ?? 0) & EPHEMERAL) !== 0;
