import { McpAccessPanel } from './mcp-access-panel.tsx';
import { McpServersPanel } from './mcp-servers-panel.tsx';

export function McpPage() {
  return (
    <>
      <McpAccessPanel />
      <McpServersPanel />
    </>
  );
}
