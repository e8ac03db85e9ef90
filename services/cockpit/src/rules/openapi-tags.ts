import { asObject, type Json, operationsOf, type ServiceDocument } from './service-document.ts';

/** Under which every service lists its own documents: of the merged one that is one group, the last. */
const DOCUMENT_TAG = '接口文档 documents';

/** The tags of the merged document. */
export interface Tags {
  readonly tags: readonly Json[];
  /** The same tags under the title of the service that uses them first, for reading. */
  readonly groups: readonly Json[];
}

/** Every tag once; an operation without one is found under its service's name. */
export function mergedTags(documents: readonly ServiceDocument[]): Tags {
  const tags = new Map<unknown, Json>();
  const groups: Json[] = [];
  for (const { service, document } of documents) {
    const described = Array.isArray(document.tags) ? document.tags.map(asObject) : [];
    const used = operationsOf(document).flatMap(({ tags: own }) => (Array.isArray(own) ? own : [service]));
    const names = new Set([...described.map(({ name }) => name), ...used]);
    const fresh = [...names].filter((name) => !tags.has(name));
    for (const name of fresh) tags.set(name, described.find((tag) => tag.name === name) ?? { name });
    const own = fresh.filter((name) => name !== DOCUMENT_TAG);
    if (own.length > 0) groups.push({ name: asObject(document.info).title ?? service, tags: own });
  }
  const documentTag = tags.get(DOCUMENT_TAG);
  if (documentTag === undefined) return { tags: [...tags.values()], groups };
  tags.delete(DOCUMENT_TAG);
  return {
    tags: [...tags.values(), documentTag],
    groups: [...groups, { name: '接口文档', tags: [DOCUMENT_TAG] }],
  };
}
