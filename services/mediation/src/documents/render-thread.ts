/** Thread that sets long documents; each message is answered once. */
import { parentPort } from 'node:worker_threads';
import type { DocumentModel } from './document-model.ts';
import { renderDocument } from './render-document.ts';

export interface RenderJob {
  id: number;
  document: DocumentModel;
}

export type RenderAnswer = { id: number; pdf: Uint8Array } | { id: number; error: string };

parentPort?.on('message', async ({ id, document }: RenderJob) => {
  try {
    const pdf = Uint8Array.from(await renderDocument(document));
    parentPort?.postMessage({ id, pdf } satisfies RenderAnswer, [pdf.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) } satisfies RenderAnswer);
  }
});
