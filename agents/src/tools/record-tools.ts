import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Tool } from '../tool.ts';
import { deleteTool, updateTool } from './change-tools.ts';
import { createTool } from './create-tool.ts';
import { type GetOptions, getTool } from './get-tool.ts';
import { restoreTool } from './restore-tool.ts';
import { searchTool } from './search-tool.ts';

export interface RecordToolsOptions extends GetOptions {
  /** What the model reads of a tool; what is left out is worded from the entity. */
  describe?: Partial<Record<keyof RecordTools, string>>;
}

export interface RecordTools {
  search: Tool;
  get: Tool;
  create: Tool;
  update: Tool;
  remove: Tool;
  restore: Tool;
}

/**
 * The tools that every kind of record has, derived from its entity. A domain adds to them, and replaces those that it
 * does better: `{ ...recordTools(Ticket), create: openTicket }`.
 */
export function recordTools(entity: Entity, options: RecordToolsOptions = {}): RecordTools {
  const { describe = {}, ...get } = options;
  return {
    search: searchTool(entity, describe.search),
    get: getTool(entity, describe.get, get),
    create: createTool(entity, describe.create),
    update: updateTool(entity, describe.update),
    remove: deleteTool(entity, describe.remove),
    restore: restoreTool(entity, describe.restore),
  };
}
