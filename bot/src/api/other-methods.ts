import type { Router } from 'express';

/** After a router's last route: says which methods a path has, instead of that there is no such path. */
export function refuseOtherMethods(router: Router): void {
  const methods = new Map<string, Set<string>>();
  for (const { route } of router.stack) {
    if (!route) continue;
    const known = methods.get(route.path) ?? new Set();
    for (const { method } of route.stack) known.add(method.toUpperCase());
    methods.set(route.path, known);
  }
  for (const [path, known] of methods) {
    const allowed = [...known].join(', ');
    router.all(path, (request, response) => {
      const message = `${request.method} is not possible here; use ${allowed.replace(/, (?=\w+$)/, ' or ')}.`;
      response
        .status(405)
        .setHeader('Allow', allowed)
        .json({ error: { code: 'invalid', message } });
    });
  }
}
