import { createHash } from 'node:crypto';
import { SERVICE_NAMES, type ServiceName } from '@qinwu/contracts/service-name';
import { mergeOpenApi } from '../rules/merge-openapi.ts';
import { asObject, type Json, type ServiceDocument } from '../rules/service-document.ts';
import { fetchServiceDocument, readCommittedDocument } from './read-service-document.ts';

/** The merged document as it is sent. */
export interface MergedOpenApi {
  readonly text: string;
  /** Strong ETag of the text. */
  readonly etag: string;
}

/** Where the documents come from. */
export interface DocumentSources {
  /** The cockpit's own document. */
  readonly own: () => Json;
  readonly urls: readonly { readonly service: ServiceName; readonly url: string }[];
  readonly version: string;
}

/** How long a merged document is served before the services are asked again. */
const FRESH_MS = 30_000;
/** The same after a service did not answer: it may be starting. */
const RETRY_MS = 2_000;

const CONVENTIONS =
  '错误一律为 RFC 9457 problem+json；创建与流转须带 Idempotency-Key；更新须带 If-Match；分页为不透明游标。';

/** Names the services whose routes the document holds, and no others. */
function descriptionOf(documents: readonly ServiceDocument[]): string {
  const lines = documents.map(({ service, document }) => {
    const { title = service, description = '' } = asObject(document.info);
    return `- **${title}** \`/${service}\`：${description}`;
  });
  return ['园区勤务服务集群的全部接口。', lines.join('\n'), CONVENTIONS].join('\n\n');
}

interface Found {
  readonly documents: readonly ServiceDocument[];
  readonly complete: boolean;
}

/** Keeps the merged document of all services; a service that does not answer keeps its last known part. */
export function createMergedOpenApi(sources: DocumentSources): { current(): Promise<MergedOpenApi> } {
  const lastGood = new Map<ServiceName, Json>();
  let kept: MergedOpenApi | undefined;
  let freshUntil = 0;
  let refreshing: Promise<MergedOpenApi> | undefined;

  async function documentOf(service: ServiceName): Promise<{ document: Json | undefined; live: boolean }> {
    if (service === 'cockpit') return { document: sources.own(), live: true };
    const url = sources.urls.find((candidate) => candidate.service === service)?.url;
    if (url !== undefined) {
      const document = await fetchServiceDocument(service, url).catch(() => undefined);
      if (document !== undefined) lastGood.set(service, document);
      if (document !== undefined) return { document, live: true };
    }
    const document = lastGood.get(service) ?? (await readCommittedDocument(service).catch(() => undefined));
    return { document, live: url === undefined };
  }

  async function find(): Promise<Found> {
    const found = await Promise.all(
      SERVICE_NAMES.map(async (service) => ({ service, ...(await documentOf(service)) })),
    );
    return {
      documents: found.flatMap(({ service, document }) =>
        document === undefined ? [] : [{ service, document }],
      ),
      complete: found.every(({ live }) => live),
    };
  }

  async function refresh(): Promise<MergedOpenApi> {
    const { documents, complete } = await find();
    const info = { title: 'Qinwu 勤务', version: sources.version, description: descriptionOf(documents) };
    const text = JSON.stringify(mergeOpenApi(info, documents));
    kept = { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
    freshUntil = performance.now() + (complete ? FRESH_MS : RETRY_MS);
    return kept;
  }

  function refreshOnce(): Promise<MergedOpenApi> {
    refreshing ??= refresh().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  return {
    async current() {
      if (kept !== undefined && performance.now() < freshUntil) return kept;
      const fresh = refreshOnce();
      // Only the very first reader waits for the services; later ones get what is known meanwhile.
      if (kept === undefined) return fresh;
      fresh.catch(() => undefined);
      return kept;
    },
  };
}
