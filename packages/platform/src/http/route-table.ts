/** The methods registered at each path, for answering 405 with Allow. */
export interface RouteTable {
  add(method: string | readonly string[], url: string): void;
  methodsAt(path: string): readonly string[];
}

interface Entry {
  pattern: RegExp;
  methods: Set<string>;
}

/** An empty table; it is looked into only when no route matched. */
export function createRouteTable(): RouteTable {
  const entries = new Map<string, Entry>();
  return {
    add(method, url) {
      const entry = entries.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
      for (const name of [method].flat()) entry.methods.add(name);
      entries.set(url, entry);
    },
    methodsAt(path) {
      const matching = [...entries.values()].filter(({ pattern }) => pattern.test(path));
      return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
    },
  };
}

function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+')
    .replaceAll('*', '.*');
  return new RegExp(`^${source}$`);
}
