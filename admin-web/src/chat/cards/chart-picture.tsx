import type { ChartCard } from '@clianta/agents/reply.schema';
import { drawingOf } from './chart-drawing.ts';
import type { Shape } from './chart-shape.ts';

/** For ears it is one picture with its sentence; the figures are in the table below it. */
export function ChartPicture({ card, width }: { card: ChartCard; width: number }) {
  const { height, shapes } = drawingOf(card, width);
  const label = [card.title, card.summary].filter(Boolean).join('. ');
  return (
    <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {shapes.map((shape, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a picture is drawn as a whole
        <Drawn key={at} shape={shape} />
      ))}
    </svg>
  );
}

function Drawn({ shape }: { shape: Shape }) {
  switch (shape.is) {
    case 'rect': {
      const { x, y, width, height } = shape;
      return (
        <rect className={`chart--${shape.tone % 6}`} x={x} y={y} width={width} height={height} rx={3}>
          <title>{shape.says}</title>
        </rect>
      );
    }
    case 'path':
      return (
        <path
          className={`${shape.isLine ? 'chart__line' : 'chart__slice'} chart--${shape.tone % 6}`}
          d={shape.d}
        >
          <title>{shape.says}</title>
        </path>
      );
    case 'dot':
      return (
        <circle className={`chart--${shape.tone % 6}`} cx={shape.x} cy={shape.y} r={4}>
          <title>{shape.says}</title>
        </circle>
      );
    case 'rule':
      return <line className="chart__rule" x1={shape.x1} y1={shape.y1} x2={shape.x2} y2={shape.y2} />;
    case 'text':
      return (
        <text
          className={`chart__text chart__text--${shape.at}${shape.isFigure ? ' chart__text--figure' : ''}`}
          x={shape.x}
          y={shape.y}
        >
          {shape.text}
        </text>
      );
  }
}
