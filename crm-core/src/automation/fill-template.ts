import { Liquid, type Template } from 'liquidjs';
import { InvalidError } from '../errors.ts';

/** A template that takes longer is given up. */
const RENDER_MS = 50;
const MOST_PARSED = 20_000;
const MOST_MEMORY = 1_000_000;

// no files: what a template includes would be looked for in an empty list
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  renderLimit: RENDER_MS,
  parseLimit: MOST_PARSED,
  memoryLimit: MOST_MEMORY,
  templates: {},
});

/** @throws InvalidError for a template that cannot be read, names what there is not, or takes too long */
export function fillTemplate(template: string, values: Readonly<Record<string, unknown>>): string {
  if (!template.includes('{{') && !template.includes('{%')) return template;
  try {
    const parsed: Template[] = liquid.parse(template);
    return String(liquid.renderSync(parsed, { ...values }));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InvalidError(`The text “${template.slice(0, 80)}” cannot be filled in: ${reason}.`);
  }
}
