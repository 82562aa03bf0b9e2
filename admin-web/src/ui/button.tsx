import type { ComponentProps } from 'react';
import './button.css';

interface Props extends ComponentProps<'button'> {
  kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** Only an icon inside: square, and `aria-label` is owed. */
  isIcon?: boolean;
}

export function Button({ kind = 'plain', isIcon = false, className, type = 'button', ...rest }: Props) {
  const classes = ['button', `button--${kind}`, isIcon ? 'button--icon' : '', className ?? ''];
  return <button {...rest} type={type} className={classes.filter(Boolean).join(' ')} />;
}
