import { Fragment } from 'react';
import { Notice } from '../../ui/states.tsx';
import type { KeyProblem } from './channel-health.ts';

/** What is wrong with the variables that the server was started with, for whoever runs it. */
export function KeyProblems({
  problems,
  hasLabels = false,
}: {
  problems: readonly KeyProblem[];
  /** Says whose they are, where that stands nowhere else. */
  hasLabels?: boolean;
}) {
  return problems.map(({ label, variables, problem }) => (
    <Notice key={`${label} ${variables.join()} ${problem}`} kind="danger">
      {hasLabels && `${label}: `}
      {variables.map((name, at) => (
        <Fragment key={name}>
          {at > 0 && ' and '}
          <code>{name}</code>
        </Fragment>
      ))}
      {': '}
      {problem}
    </Notice>
  ));
}
