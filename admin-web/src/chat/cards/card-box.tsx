import type { ComponentProps } from 'react';

/** What a card stands in: a group with a name. A conversation has many of one name, which landmarks must not. */
export const CardBox = (props: ComponentProps<'div'>) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
  <div role="group" {...props} />
);
