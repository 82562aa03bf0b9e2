import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../../../tool.ts';

/** What a rule is read with. */
export interface Reading {
  context: ToolContext;
  /** The kind of record that it works on. */
  entity: Entity;
  /** Who is meant where the rule names a group that nobody knows: what was answered. */
  people?: string | undefined;
  /** The channel that is meant, where the rule names one that nobody knows: the id of an alert. */
  channel?: string | undefined;
  /** The address that is meant where the rule asks for a webhook and names none. */
  address?: string | undefined;
}

/** Said where a part of a rule is not understood: nothing is guessed. */
export class NotRead extends InvalidError {}
