import type { Sayings } from '../../language/sayings.ts';

/** The figures of the website as people call them; what they are drawn as and since when is read by the grammar. */
const FIGURES = [
  'total visits',
  'website traffic',
  'engaged users',
  'average session duration',
  'website visits',
];
const SOURCES = [
  'the most popular traffic source',
  'the least popular traffic source',
  'social media traffic',
  'direct visits',
];
const CHARTS = ['bar', 'line', 'scatter', 'histogram'];

export const visitsSayings: Sayings = {
  website_visits: [
    ...CHARTS.flatMap((chart) => [
      `can you make a ${chart} chart of total visits since {from}`,
      `create a ${chart} chart of engaged users since {from}`,
      `plot average session duration since {from} as a ${chart} chart`,
      `${chart} plot of website traffic since {from}`,
    ]),
    ...FIGURES.flatMap((figure) => [
      `plot the distribution of ${figure} on {from}`,
      `draw ${figure} since {from}`,
      `show me a graph of ${figure} since {from}`,
      `a histogram of ${figure} since {from}`,
    ]),
    ...SOURCES.flatMap((source) => [
      `make a line plot of ${source} since {from}`,
      `plot ${source} since {from}`,
      `chart ${source} from {from}`,
    ]),
    'make bar charts of total visits and engaged users since {from}',
    'I need line charts showing session duration and website visits since {from}',
    'plot both total visits and engaged visits',
    ...FIGURES.flatMap((figure) => [
      `was ${figure} more than 10 at any time since {from}`,
      `was ${figure} less than 5 at any time since {from}`,
      `did ${figure} ever exceed 20 since {from}`,
      `was ${figure} on monday more than 3% higher than the previous monday`,
      `were ${figure} on friday lower than on the friday before`,
      `did ${figure} drop below 4 on any day since {from}`,
      `has ${figure} grown since {from}`,
      `did ${figure} grow by more than engaged visits since {from}`,
    ]),
    'did total visits grow faster than engaged users since {from}',
    'check the percent growth of total visits since {from}',
  ],
};
