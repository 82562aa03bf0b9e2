import { Button } from '../../ui/button.tsx';
import type { McpServerRow } from './mcp-servers-panel.tsx';

type McpTool = McpServerRow['tools'][number];

interface Props {
  server: string;
  tool: McpTool;
  isDisabled: boolean;
  onSwitch: (isOn: boolean) => void;
}

const EFFECTS = { read: 'Reads', ask: 'Asks each time' } as const;

/** A tool of an MCP server, with what it was agreed to and what it says by now. */
export function McpToolRow({ server, tool, isDisabled, onSwitch }: Props) {
  const { name, description, effect, isOn, changed } = tool;
  const full = `${server}.${name}`;
  const action = isOn ? 'Switch off' : changed ? 'Agree and switch on' : 'Switch on';
  return (
    <li className="rows__row">
      <div className="rows__text">
        <code>{full}</code>{' '}
        <span className={`badge${isOn ? ' badge--positive' : changed ? ' badge--warning' : ''}`}>
          {isOn ? 'On' : changed ? 'Off: it has changed' : 'Off'}
        </span>{' '}
        <span className="badge">{EFFECTS[(changed ?? tool).effect]}</span>
        {changed ? (
          <>
            <p>
              Agreed to: {description} ({EFFECTS[effect]}; {inputsOf(tool)})
            </p>
            <p>
              Now: {changed.description} ({EFFECTS[changed.effect]}; {inputsOf(changed)})
            </p>
          </>
        ) : (
          <p>{description}</p>
        )}
      </div>
      <Button disabled={isDisabled} aria-label={`${action}: ${full}`} onClick={() => onSwitch(!isOn)}>
        {action}
      </Button>
    </li>
  );
}

/** What it is called with. */
function inputsOf({ inputSchema }: Pick<McpTool, 'inputSchema'>): string {
  const { properties } = inputSchema;
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return names.length > 0 ? `called with ${names.join(', ')}` : 'called with nothing';
}
