/** What Slack refuses in blocks (docs.slack.dev/reference/block-kit/blocks), as the stand-in checks it. */

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** @returns one line for each broken rule */
export function brokenBlockRules(
  blocks: unknown,
  surface: 'message' | 'modal' | 'home' = 'message',
): string[] {
  if (!Array.isArray(blocks)) return ['blocks is no list'];
  const most = surface === 'message' ? 50 : 100;
  const wrong = blocks.length > most ? [`${blocks.length} blocks, ${most} is the most`] : [];
  const tables = blocks.filter((block) => isObject(block) && block.type === 'table');
  if (tables.length > 1) wrong.push('only_one_table_allowed');
  if (tables.length > 0 && surface !== 'message') wrong.push('a table outside of a message');
  const ids = blocks.flatMap((block) => (isObject(block) && block.block_id ? [block.block_id] : []));
  if (new Set(ids).size < ids.length) wrong.push('block_id twice');
  for (const block of blocks) {
    if (!isObject(block)) wrong.push('a block is no object');
    else wrong.push(...brokenIn(block));
  }
  return wrong;
}

function brokenIn(block: Json): string[] {
  switch (block.type) {
    case 'section': {
      const fields = list(block.fields);
      if (!block.text && fields.length === 0) return ['a section without text and fields'];
      return [
        ...(block.text ? textRules(block.text, ['mrkdwn', 'plain_text'], 3_000, 'section') : []),
        ...(fields.length > 10 ? [`${fields.length} fields`] : []),
        ...fields.flatMap((field) => textRules(field, ['mrkdwn', 'plain_text'], 2_000, 'field')),
      ];
    }
    case 'header':
      return textRules(block.text, ['plain_text'], 150, 'header');
    case 'context': {
      const elements = list(block.elements);
      return [
        ...(elements.length < 1 || elements.length > 10 ? [`${elements.length} context elements`] : []),
        ...elements.flatMap((element) => textRules(element, ['mrkdwn', 'plain_text'], 3_000, 'context')),
      ];
    }
    case 'actions': {
      const elements = list(block.elements);
      const actionIds = new Set<string>();
      return [
        ...(elements.length < 1 || elements.length > 25 ? [`${elements.length} actions`] : []),
        ...elements.flatMap((element) => buttonRules(element, actionIds)),
      ];
    }
    case 'table':
      return tableRules(block);
    case 'divider':
      return [];
    case 'input':
      return [...textRules(block.label, ['plain_text'], 2_000, 'label'), ...inputRules(block.element)];
    case 'context_actions': {
      const elements = list(block.elements);
      return [
        ...(elements.length < 1 || elements.length > 5 ? [`${elements.length} context actions`] : []),
        ...elements.flatMap(feedbackRules),
      ];
    }
    default:
      return [`unknown block ${String(block.type)}`];
  }
}

function textRules(text: unknown, types: string[], most: number, where: string): string[] {
  if (!isObject(text) || typeof text.text !== 'string') return [`${where}: no text`];
  if (!types.includes(String(text.type))) return [`${where}: ${String(text.type)} is not allowed`];
  if (text.text.length < 1) return [`${where}: empty`];
  return text.text.length > most ? [`${where}: ${text.text.length} characters, ${most} is the most`] : [];
}

function buttonRules(button: unknown, actionIds: Set<string>): string[] {
  if (!isObject(button) || button.type !== 'button') return ['an action that is no button'];
  const id = String(button.action_id);
  const isTaken = actionIds.has(id);
  actionIds.add(id);
  return [
    ...textRules(button.text, ['plain_text'], 75, 'button'),
    ...(id.length > 255 || id === '' ? ['action_id'] : []),
    ...(isTaken ? [`action_id ${id} twice`] : []),
    ...(typeof button.value === 'string' && button.value.length > 2_000 ? ['button value too long'] : []),
    ...(button.style !== undefined && !['primary', 'danger'].includes(String(button.style)) ? ['style'] : []),
  ];
}

const INPUTS = new Set([
  'plain_text_input',
  'number_input',
  'email_text_input',
  'datepicker',
  'static_select',
]);

function inputRules(element: unknown): string[] {
  if (!isObject(element) || !INPUTS.has(String(element.type))) return ['an input without an element'];
  const { initial_value: initial, options, type } = element;
  const choices = list(options);
  const count = choices.length;
  return [
    ...(String(element.action_id ?? '') === '' ? ['action_id'] : []),
    ...(typeof initial === 'string' && (initial === '' || initial.length > 3_000) ? ['initial_value'] : []),
    ...(type === 'static_select' && (count < 1 || count > 100) ? [`${count} options`] : []),
    ...(type === 'number_input' && typeof element.is_decimal_allowed !== 'boolean'
      ? ['is_decimal_allowed']
      : []),
    ...choices.flatMap((option) =>
      isObject(option) && typeof option.value === 'string' && option.value.length <= 150
        ? textRules(option.text, ['plain_text', 'mrkdwn'], 75, 'option')
        : ['option value'],
    ),
  ];
}

function feedbackRules(element: unknown): string[] {
  if (!isObject(element) || element.type !== 'feedback_buttons') return ['a context action of another kind'];
  return [element.positive_button, element.negative_button].flatMap((button) =>
    isObject(button) && typeof button.value === 'string' && button.value.length <= 2_000
      ? textRules(button.text, ['plain_text'], 75, 'feedback')
      : ['feedback value'],
  );
}

function tableRules(block: Json): string[] {
  const rows = list(block.rows);
  const cells = rows.flatMap((row) => list(row));
  const texts = cells.map((cell) => (isObject(cell) && typeof cell.text === 'string' ? cell.text : ''));
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  return [
    ...(rows.length < 1 || rows.length > 100 ? [`${rows.length} rows`] : []),
    ...(rows.some((row) => list(row).length > 20) ? ['more than 20 columns'] : []),
    ...(list(block.column_settings).length > 20 ? ['more than 20 column settings'] : []),
    ...(texts.some((text) => text === '') ? ['an empty cell'] : []),
    ...(size > 10_000 ? [`${size} characters in a table`] : []),
  ];
}
