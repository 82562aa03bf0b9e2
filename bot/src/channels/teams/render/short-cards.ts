import type {
  BriefCard,
  ErrorCard,
  FileCard,
  HelpCard,
  ListCard,
  ProgressCard,
} from '@clianta/agents/reply.schema';
import { button, buttons } from './card-actions.ts';
import { type CardElement, line, remarked, subtle, title } from './card-elements.ts';

/** @param shown - how many of the items of all sections, where not all fit */
export function renderBrief({ title: text, subtitle, sections }: BriefCard, shown = Infinity): CardElement[] {
  let room = shown;
  const drawn = sections.flatMap(({ heading, items }) => {
    const some = items.slice(0, Math.max(0, room));
    room -= some.length;
    return some.length > 0
      ? [
          line(heading, { isBold: true, color: 'accent' }, { spacing: 'Medium' }),
          ...some.map((item) => remarked(`• ${item.text}`, item.source && `(${item.source})`)),
        ]
      : [];
  });
  const left = countOf(sections) - Math.min(shown, countOf(sections));
  return [
    title(text),
    ...(subtitle ? [subtle(subtitle)] : []),
    ...drawn,
    ...(left > 0 ? [subtle(`… and ${left} more points`)] : []),
  ];
}

export const countOf = (sections: BriefCard['sections']): number =>
  sections.reduce((sum, { items }) => sum + items.length, 0);

/** @param shown - how many of the items, where not all fit */
export function renderList({ title: text, items, count }: ListCard, shown = items.length): CardElement[] {
  const some = items.slice(0, shown);
  const more = count - some.length;
  return [
    title(text),
    ...some.map((item) => remarked(`• ${item.title}`, item.detail, { url: item.url })),
    ...(more > 0 ? [subtle(`… and ${more} more`)] : []),
  ];
}

const STATES = {
  waiting: ['○', 'waiting'],
  running: ['◌', 'running'],
  done: ['✓', 'done'],
  failed: ['✗', 'did not work'],
} as const;

/** @param shown - how many of the steps, where not all fit */
export function renderProgress({ title: text, steps }: ProgressCard, shown = steps.length): CardElement[] {
  const step = ({ title: what, state, detail }: ProgressCard['steps'][number]) => {
    const [mark, word] = STATES[state];
    return remarked(`${mark} ${what}`, detail ?? (state === 'done' ? undefined : word), {
      ...(state === 'failed' && { color: 'attention' as const }),
      isBold: state === 'running',
    });
  };
  const left = steps.length - shown;
  return [
    title(text),
    ...steps.slice(0, shown).map(step),
    ...(left > 0 ? [subtle(`… and ${left} more steps`)] : []),
  ];
}

/** @param size - "1.5 KB" */
export function renderFile({ name }: FileCard, size: string): CardElement[] {
  return [line(`📄 ${name}`, { isBold: true }), subtle(size)];
}

export function renderError({ title: text, advice, reference }: ErrorCard): CardElement[] {
  return [
    {
      type: 'Container',
      style: 'attention',
      items: [
        line(text, { isBold: true }),
        ...(advice ? [line(advice)] : []),
        ...(reference ? [subtle(`Reference: ${reference}`)] : []),
      ],
    },
  ];
}

/** Buttons say the examples. @param shown - how many of the groups, where not all fit */
export function renderHelp({ title: text, groups }: HelpCard, shown = groups.length): CardElement[] {
  const group = ({ heading, examples }: HelpCard['groups'][number]) => [
    line(heading, { isBold: true, color: 'accent' }, { spacing: 'Medium' }),
    ...buttons(examples.map((example) => button(example, { kind: 'say', text: example }))),
  ];
  const left = groups.length - shown;
  return [
    title(text),
    ...groups.slice(0, shown).flatMap(group),
    ...(left > 0 ? [subtle(`… and ${left} more subjects`)] : []),
  ];
}
