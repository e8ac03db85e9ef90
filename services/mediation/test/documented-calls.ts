import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A call as docs/integration.md shows it. */
interface DocumentedCall {
  method: 'GET' | 'POST';
  /** Below the address of the service: `/cases`, or with the variable that was set before, `$CASE/agreement`. */
  path: string;
  /** With its question mark, where there is one. */
  query: string;
  key: string;
  body: unknown;
}

const PAGE = join(import.meta.dirname, '../../../docs/integration.md');

function callOf(command: string): DocumentedCall {
  const [, path = ''] = /(?:localhost:8080\/mediation\/v1|(?=\$(?!TOKEN)))(\S+)/.exec(command) ?? [];
  const [, name, value = ''] = /--data-urlencode "(\w+)=(.*?)"/.exec(command) ?? [];
  const [, body] = /-d '(.*?)'/s.exec(command) ?? [];
  return {
    method: body === undefined ? 'GET' : 'POST',
    path,
    query: name === undefined ? '' : `?${name}=${encodeURIComponent(value)}`,
    key: /Idempotency-Key: ([\w-]+)/.exec(command)?.[1] ?? '',
    body: body === undefined ? undefined : JSON.parse(body),
  };
}

/** Every call of the part on disputes, in its order. */
export async function readDocumentedCalls(): Promise<DocumentedCall[]> {
  const parts = (await readFile(PAGE, 'utf8')).split('\n## ');
  const part = parts.find((each) => /^\d+\. A dispute/.test(each)) ?? '';
  const blocks = Array.from(part.matchAll(/```bash\n(.*?)```/gs), ([, block = '']) => block);
  const commands = blocks.flatMap((block) => block.split(/\n(?=curl |[A-Z]+=)/));
  return commands.filter((command) => command.startsWith('curl ')).map(callOf);
}
