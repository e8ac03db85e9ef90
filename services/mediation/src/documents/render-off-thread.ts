/**
 * Documents as PDF without holding up the event loop: the first of a process opens its fonts for a second, a long one is
 * set for a quarter of one. A thread of their own costs a short one nothing that shows.
 */
import { Worker } from 'node:worker_threads';
import type { DocumentModel } from './document-model.ts';
import { refuseTooLong } from './render-document.ts';
import type { RenderAnswer, RenderJob } from './render-thread.ts';

type Pending = PromiseWithResolvers<Buffer>;

const pending = new Map<number, Pending>();
let thread: Worker | undefined;
let lastId = 0;

/** Sets the document in the process's one thread, which keeps its fonts and lets the process end. */
export async function renderOffThread(document: DocumentModel): Promise<Buffer> {
  refuseTooLong(document);
  const id = ++lastId;
  const answer = Promise.withResolvers<Buffer>();
  thread ??= startThread();
  const worker = thread;
  pending.set(id, answer);
  // Only a document on its way holds the process.
  worker.ref();
  worker.postMessage({ id, document } satisfies RenderJob);
  return await answer.promise;
}

function startThread(): Worker {
  const worker = new Worker(new URL('./render-thread.ts', import.meta.url));
  worker.on('message', (answer: RenderAnswer) => {
    const waiting = take(answer.id);
    if ('pdf' in answer) waiting?.resolve(Buffer.from(answer.pdf.buffer));
    else waiting?.reject(new Error(`the document could not be set: ${answer.error}`));
    if (pending.size === 0) worker.unref();
  });
  worker.on('error', (error) => abandon(worker, error));
  worker.on('exit', (code) => abandon(worker, new Error(`the thread ended with ${code}`)));
  worker.unref();
  return worker;
}

function take(id: number): Pending | undefined {
  const waiting = pending.get(id);
  pending.delete(id);
  return waiting;
}

/** A thread that died fails what waited for it; the next document starts another. */
function abandon(worker: Worker, cause: unknown): void {
  if (thread !== worker) return;
  thread = undefined;
  for (const id of [...pending.keys()]) take(id)?.reject(new Error('the document thread failed', { cause }));
}
