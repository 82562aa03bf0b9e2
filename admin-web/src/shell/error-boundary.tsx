import { Component, type ReactNode } from 'react';
import { ProblemState } from '../ui/states.tsx';

/** A mistake in a page must not leave a blank screen: says so, and offers a fresh start. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    const error = { message: 'Nothing you sent is lost. Reload the page to go on.' };
    return (
      <main className="page">
        <ProblemState title="This page stopped working" error={error} onRetry={() => location.reload()} />
      </main>
    );
  }
}
