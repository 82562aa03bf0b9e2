import { AgentsPanel } from './agents-panel.tsx';
import { ModelPanel } from './model-panel.tsx';

export function AgentsPage() {
  return (
    <>
      <AgentsPanel />
      <ModelPanel />
    </>
  );
}
