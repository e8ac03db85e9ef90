import type { Tx } from '../db/database.ts';

/** What may be stored with a job: JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const JOB_STATES = ['WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** A durable job as its row says: what was asked, how far it is, how it ended. */
export interface Job {
  readonly id: string;
  readonly park: string;
  readonly kind: string;
  readonly state: JobState;
  readonly input: JsonObject;
  /** Where the last committed slice ended; `{}` before the first. */
  readonly checkpoint: JsonObject;
  /** What the last committed slice said for people to see. */
  readonly progress: JsonObject;
  /** Times a slice failed since the last one that was committed. */
  readonly attempts: number;
  readonly error: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly cancelRequested: boolean;
}

/** What one slice leaves behind: where the next begins, what people see, and whether it was the last. */
export interface Slice {
  readonly checkpoint: JsonObject;
  readonly progress: JsonObject;
  readonly done: boolean;
  /** Jobs it wrote for whoever is free: the other workers are told once it is committed. */
  readonly asks?: number;
}

/**
 * Work that is longer than a request, cut into slices: each slice commits its effect together with its checkpoint,
 * so a killed worker's job goes on after the last committed slice.
 */
export interface JobDefinition {
  readonly kind: string;
  /** Failures in a row after which the job is FAILED; 10 unless told. */
  readonly maxAttempts?: number;
  /** Does the next piece in `tx`; `signal` aborts when the process stops or the job's lease was lost. */
  runSlice(tx: Tx, job: Job, signal: AbortSignal): Promise<Slice>;
}

/** Names a kind of job and what one slice of it does. */
export function defineJob(definition: JobDefinition): JobDefinition {
  return definition;
}
