import { AgentsPanel } from './agents-panel.tsx';
import { CustomAgentsPanel } from './custom-agents-panel.tsx';
import { ModelPanel } from './model-panel.tsx';

export function AgentsPage() {
  return (
    <>
      <CustomAgentsPanel />
      <AgentsPanel />
      <ModelPanel />
    </>
  );
}
