/**
 * React as far as the chat uses it, on Preact without its compatibility layer; vite.config.ts puts it in React's place
 * in the widget. What is missing here fails the widget's build by name.
 */
import { Component, type ComponentChild, createElement, type FunctionComponent, render } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

export { createContext } from 'preact';
export {
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'preact/hooks';

export function createRoot(container: Element) {
  return { render: (node: ComponentChild) => render(node, container) };
}

/** Draws again only when a property has changed. */
export function memo<P extends object>(inner: FunctionComponent<P>) {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before = this.props as Record<string, unknown>;
      return Object.entries(next).some(([name, value]) => !Object.is(before[name], value));
    }

    render() {
      return createElement(inner, this.props);
    }
  };
}

export function useSyncExternalStore<T>(subscribe: (listener: () => void) => () => void, read: () => T): T {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const value = read();
  const drawn = useRef(value);
  useLayoutEffect(() => {
    drawn.current = value;
  });
  useEffect(() => {
    const check = () => {
      if (!Object.is(drawn.current, read())) redraw(undefined);
    };
    check();
    return subscribe(check);
  }, [subscribe, read]);
  return value;
}
