import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
  children?: number[];
}

interface Profile {
  nodes: ProfileNode[];
  samples: number[];
  timeDeltas: number[];
}

/** Microseconds spent, by name, the most first. */
export type Costs = [name: string, microseconds: number][];

export interface ProfileSummary {
  /** Without the idle time. */
  readonly busyMicroseconds: number;
  /** Time in a function itself. */
  readonly self: Costs;
  /** Time in a function of ours and everything it called. */
  readonly total: Costs;
  /** Time in the functions of a package or folder themselves. */
  readonly modules: Costs;
}

const NOT_WORK = new Set(['(idle)', '(program)', '(root)']);

/** Reads the profile that `--cpu-prof` left in a folder, leaving out its first seconds: the start of the process. */
export function readProfile(folder: string, skipSeconds: number): ProfileSummary {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile')) ?? '';
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((id) => [id, node.id])));
  const self = new Map<string, number>();
  const total = new Map<string, number>();
  const modules = new Map<string, number>();
  let busy = 0;
  let elapsed = 0;
  for (const [at, id] of profile.samples.entries()) {
    const node = nodes.get(id);
    const time = profile.timeDeltas[at] ?? 0;
    elapsed += time;
    if (elapsed < skipSeconds * 1_000_000) continue;
    if (node === undefined || NOT_WORK.has(node.callFrame.functionName)) continue;
    busy += time;
    add(self, nameOf(node), time);
    add(modules, moduleOf(node), time);
    for (const name of callersOf(id, nodes, parents)) add(total, name, time);
  }
  return { busyMicroseconds: busy, self: ranked(self), total: ranked(total), modules: ranked(modules) };
}

/** The functions on the stack, each once. */
function callersOf(id: number, nodes: Map<number, ProfileNode>, parents: Map<number, number>): Set<string> {
  const names = new Set<string>();
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
    const node = nodes.get(at);
    if (node !== undefined) names.add(nameOf(node));
  }
  return names;
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const file = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/(packages|services)\//, '$1/');
  return `${functionName === '' ? '(anonymous)' : functionName} ${file}:${lineNumber + 1}`;
}

/** The npm package, the folder of ours, or the part of Node a function stands in. */
function moduleOf({ callFrame: { functionName, url } }: ProfileNode): string {
  if (url === '') return functionName.startsWith('(') ? functionName : `native ${functionName}`;
  const [, dependency] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (dependency !== undefined) return dependency;
  const [, folder] = /\/((?:packages|services)\/\w+\/src\/\w+)/.exec(url) ?? [];
  return folder ?? url.replace(/^(node:internal\/\w+).*$/, '$1');
}

function add(sums: Map<string, number>, name: string, time: number): void {
  sums.set(name, (sums.get(name) ?? 0) + time);
}

function ranked(sums: Map<string, number>): Costs {
  return [...sums].toSorted(([, a], [, b]) => b - a);
}
