import { asObject, type Json, pascal, type ServiceDocument } from './service-document.ts';

const COMPONENT = /^#\/components\/([^/]+)\/([^/]+)$/;
const SECURITY = 'securitySchemes';

/** JSON with sorted names: two components are the same exactly when their texts are. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Each service lists its own scopes under the same scheme: that makes no difference, their union stands. */
function withoutScopes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'scopes');
  return Object.fromEntries(entries.map(([name, part]) => [name, withoutScopes(part)]));
}

function union(a: unknown, b: unknown): unknown {
  if (typeof a !== 'object' || a === null || Array.isArray(a)) return b;
  const other = asObject(b);
  const names = new Set([...Object.keys(a), ...Object.keys(other)]);
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      name in other ? union(asObject(a)[name], other[name]) : asObject(a)[name],
    ]),
  );
}

/** Section and name of every component, with its text at each service that defines it. */
function textsByComponent(documents: readonly ServiceDocument[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { document } of documents) {
    for (const [section, components] of Object.entries(asObject(document.components))) {
      for (const [name, component] of Object.entries(asObject(components))) {
        const key = `${section}/${name}`;
        const compared = section === SECURITY ? withoutScopes(component) : component;
        texts.set(key, [...(texts.get(key) ?? []), canonicalText(compared)]);
      }
    }
  }
  return texts;
}

/**
 * `section/name` of the components that differ between services; one that refers to such a component differs too,
 * equal text or not.
 */
export function collisions(documents: readonly ServiceDocument[]): ReadonlySet<string> {
  const several = [...textsByComponent(documents)].filter(([, texts]) => texts.length > 1);
  const collided = new Set(several.filter(([, texts]) => new Set(texts).size > 1).map(([key]) => key));
  for (let known = -1; known !== collided.size; ) {
    known = collided.size;
    for (const [key, [text = '']] of several) {
      if ([...collided].some((other) => text.includes(`"#/components/${other}"`))) collided.add(key);
    }
  }
  return collided;
}

/** What a component of the service is called in the merged document. */
export function renamer(
  service: string,
  collided: ReadonlySet<string>,
): (section: string, name: string) => string {
  return (section, name) => (collided.has(`${section}/${name}`) ? `${pascal(service)}${pascal(name)}` : name);
}

export type Rename = ReturnType<typeof renamer>;

/** The value with its references renamed; a discriminator's mapping holds references as plain texts. */
export function rewrite(value: unknown, rename: Rename, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, rename));
  if (typeof value === 'object' && value !== null) {
    const inner = key === 'mapping' ? '$ref' : '';
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, rewrite(part, rename, inner || name)]),
    );
  }
  if (key !== '$ref' || typeof value !== 'string') return value;
  const [, section, name] = COMPONENT.exec(value) ?? [];
  return section === undefined || name === undefined
    ? value
    : `#/components/${section}/${rename(section, name)}`;
}

/** All components under their names in the merged document. */
export function mergedComponents(documents: readonly ServiceDocument[], collided: ReadonlySet<string>): Json {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const { service, document } of documents) {
    const rename = renamer(service, collided);
    for (const [section, components] of Object.entries(asObject(document.components))) {
      const target = merged[section] ?? {};
      merged[section] = target;
      for (const [name, component] of Object.entries(asObject(components))) {
        const final = rename(section, name);
        const written = rewrite(component, rename);
        target[final] = section === SECURITY ? union(target[final], written) : written;
      }
    }
  }
  return merged;
}
