import type { DrawnWorkflow } from '@clianta/agents/workflows/drawn-workflow.schema';
import { useId } from 'react';
import { type Box, drawing, type Line } from './diagram-layout.ts';

const CURVE = 12;

/** What starts a workflow and each of its steps, from top to bottom. The words are in the picture, in order. */
export function WorkflowDiagram({ workflow }: { workflow: DrawnWorkflow }) {
  const marker = useId();
  const { width, height, boxes, lines } = drawing(workflow.begins, workflow.steps);
  return (
    <div className="diagram">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label="Steps of the workflow"
      >
        <defs>
          <marker
            id={marker}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8Z" className="diagram__head" />
          </marker>
        </defs>
        {lines.map((line) => (
          <g key={pathOf(line)}>
            <path d={pathOf(line)} className="diagram__line" markerEnd={`url(#${marker})`} />
            {line.label && (
              <text className="diagram__label" {...labelAt(line)}>
                {line.label}
              </text>
            )}
          </g>
        ))}
        {boxes.map((box) => (
          <StepBox key={box.id} box={box} />
        ))}
      </svg>
    </div>
  );
}

function StepBox({ box: { kind, x, y, width, height, lines, isOutside } }: { box: Box }) {
  return (
    <g className={`diagram__box diagram__box--${isOutside ? 'outside' : kind}`}>
      <rect x={x} y={y} width={width} height={height} rx={kind === 'begin' ? 18 : 10} />
      <text>
        {lines
          .map((line, at) => ({ line, top: y + 25 + at * 19 }))
          .map(({ line, top }) => (
            <tspan key={top} x={x + width / 2} y={top}>
              {line}
            </tspan>
          ))}
      </text>
    </g>
  );
}

/** Down, across and down again; around a loop it goes up at the side. */
function pathOf({ from, to, isBack }: Line): string {
  if (isBack) {
    const side = to.x + 145;
    return `M${from.x} ${from.y} V${from.y + CURVE} H${side} V${to.y + CURVE} H${to.x + 4}`;
  }
  const middle = Math.max(from.y, to.y - 18);
  return from.x === to.x
    ? `M${from.x} ${from.y} V${to.y}`
    : `M${from.x} ${from.y} V${middle} H${to.x} V${to.y}`;
}

const labelAt = ({ from, to }: Line) => ({
  x: to.x + (to.x < from.x ? 8 : -8),
  y: to.y - 22,
  textAnchor: (to.x < from.x ? 'start' : 'end') as 'start' | 'end',
});
