import { type Entity, isSpoken, type SpokenEntity } from '@clianta/crm-core/entity/define-entity';
import type { Agent } from './agent.ts';
import type { Tool } from './tool.ts';

/** A tool and the agent that has it. */
export interface OwnedTool {
  tool: Tool;
  agent: Agent;
}

/**
 * What there is to do and the records it is done to. The graph, the router, the language engine, help, explanations and
 * the console read it; nothing else lists agents, tools or kinds of records.
 */
export class Catalogue {
  readonly agents: readonly Agent[];
  readonly entities: ReadonlyMap<string, Entity>;
  /** Those that people speak of. */
  readonly spoken: readonly SpokenEntity[];
  readonly #tools: ReadonlyMap<string, OwnedTool>;
  readonly #agents: ReadonlyMap<string, Agent>;
  readonly #slashes: ReadonlyMap<string, OwnedTool>;

  /** @throws Error when two agents, two tools or two commands have one name */
  constructor(agents: readonly Agent[], entities: Iterable<Entity>) {
    this.agents = agents;
    this.entities = new Map([...entities].map((entity) => [entity.name, entity]));
    this.spoken = [...this.entities.values()].filter(isSpoken);
    this.#agents = byName(agents.map((agent) => [agent.name, agent]));
    this.#tools = byName(agents.flatMap((agent) => agent.tools.map((tool) => [tool.name, { tool, agent }])));
    this.#slashes = byName(
      [...this.#tools.values()].flatMap((owned) =>
        owned.tool.slash ? [[owned.tool.slash.command, owned]] : [],
      ),
    );
  }

  /** The tool of a command such as `tasks`, in whatever case. */
  slash(command: string): OwnedTool | undefined {
    return this.#slashes.get(command.toLowerCase());
  }

  agent(name: string): Agent | undefined {
    return this.#agents.get(name);
  }

  tool(name: string): OwnedTool | undefined {
    return this.#tools.get(name);
  }

  get tools(): IterableIterator<OwnedTool> {
    return this.#tools.values();
  }

  /** The entity whose records are called so: "deal", "deals", "opportunity". */
  entityCalled(noun: string): Entity | undefined {
    return [...this.entities.values()].find(
      ({ label, name }) => label.one === noun || label.many === noun || name === noun,
    );
  }
}

function byName<T>(entries: ReadonlyArray<[string, T]>): Map<string, T> {
  const map = new Map<string, T>();
  for (const [name, value] of entries) {
    if (map.has(name)) throw new Error(`There are two of the name ${name}.`);
    map.set(name, value);
  }
  return map;
}
