import { z } from 'zod';
import { isSecret } from './production-rules.ts';

interface Field {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
}

/** A configuration as a Markdown table, for a README: name, what it may be, default, meaning. No values of anyone. */
export function configTable(schema: z.ZodObject): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties?: Readonly<Record<string, Field>>;
    readonly required?: readonly string[];
  };
  const required = new Set(json.required);
  const rows = Object.entries(json.properties ?? {}).map(([name, field]) =>
    [
      `\`${name}\``,
      field.enum?.map((value) => `\`${value}\``).join(' ') ?? kindOf(name, field, schema),
      required.has(name) ? '**required**' : defaultOf(field),
      field.description ?? '',
    ].map((cell) => cell.replaceAll('|', '\\|')),
  );
  const lines = [['setting', 'type', 'default', 'meaning'], ['---', '---', '---', '---'], ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function kindOf(name: string, field: Field, schema: z.ZodObject): string {
  if (isSecret(schema.shape[name])) return 'secret';
  return field.type ?? 'text';
}

function defaultOf({ default: value }: Field): string {
  if (value === undefined) return '–';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
