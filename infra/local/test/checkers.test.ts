import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refreshDocument } from '../src/openapi-document.ts';
import { root } from '../src/state.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qinwu-planted-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plant(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function run(program: string, args: string[]): { status: number | null; said: string } {
  const done = spawnSync(join(root, 'node_modules', '.bin', program), args, {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status: done.status, said: `${done.stdout}${done.stderr}` };
}

describe('a planted violation is caught by', () => {
  it.each([
    ['packages/domain/src/planted.ts', "import 'node:fs';", 'noRestrictedImports'],
    ['packages/domain/src/planted.ts', "import '@qinwu/platform/http/server';", 'noRestrictedImports'],
    ['services/grievance/src/rules/planted.ts', "import '../store/table.ts';", 'noRestrictedImports'],
    [
      'services/grievance/src/rules/planted.ts',
      "import '@qinwu/platform/db/database';",
      'noRestrictedImports',
    ],
    ['services/grievance/src/rules/planted.ts', "import 'node:fs';", 'noRestrictedImports'],
    ['services/grievance/src/store/planted.ts', "import '../rules/lifecycle.ts';", 'noRestrictedImports'],
    ['services/grievance/src/use-cases/planted.ts', "import '../routes/actions.ts';", 'noRestrictedImports'],
    ['services/grievance/src/use-cases/planted.ts', "import 'drizzle-orm';", 'noRestrictedImports'],
    ['services/grievance/src/routes/planted.ts', "import '../jobs/light-sweep.ts';", 'noRestrictedImports'],
    ['services/grievance/src/jobs/sub/planted.ts', "import '../../routes/who.ts';", 'noRestrictedImports'],
    ['services/grievance/src/jobs/planted.ts', "import 'pg';", 'noRestrictedImports'],
    ['services/grievance/src/routes/planted.ts', 'export const port = process.env.PORT;', 'noProcessEnv'],
    ['services/grievance/src/routes/planted.ts', 'export const what: any = 1;', 'noExplicitAny'],
    ['services/grievance/src/routes/planted.ts', 'export default 1;', 'noDefaultExport'],
    ['services/grievance/src/routes/plantedFile.ts', 'export const one = 1;', 'useFilenamingConvention'],
  ])('Biome: %s with %j', (path, text, rule) => {
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    plant({ 'package.json': '{"name":"planted","type":"module"}', [path]: `${text}\n` });
    const { status, said } = run('biome', ['lint', '--vcs-enabled=false', '--reporter=github', '.']);
    expect(said).toMatch(new RegExp(`::error title=lint/\\w+/${rule},`));
    expect(status).toBe(1);
  });

  it('Biome: a promise nobody waits for', () => {
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    plant({
      '.gitignore': '',
      'package.json': '{"name":"planted","type":"module"}',
      'src/one.ts':
        'async function send(): Promise<void> {}\n\nexport function one(): void {\n  send();\n}\n',
    });
    const { status, said } = run('biome', ['lint', '--vcs-enabled=false', 'src']);
    expect(said).toContain('noFloatingPromises');
    expect(status).toBe(1);
  });

  it('Biome: two modules that import each other', () => {
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    plant({
      '.gitignore': '',
      'package.json': '{"name":"planted","type":"module"}',
      'src/one.ts': "import { two } from './two.ts';\n\nexport const one = (): number => two();\n",
      'src/two.ts': "import { one } from './one.ts';\n\nexport const two = (): number => one();\n",
    });
    const { status, said } = run('biome', ['lint', '--vcs-enabled=false', 'src']);
    expect(said).toContain('noImportCycles');
    expect(status).toBe(1);
  });

  it('TypeScript: a value of the wrong type', () => {
    copyFileSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
    plant({
      'tsconfig.json': '{"extends":"./tsconfig.base.json","compilerOptions":{"types":[]},"include":["src"]}',
      'src/one.ts': "export const one: number = 'one';\n",
    });
    const { status, said } = run('tsc', ['-p', '.']);
    expect(said).toContain('TS2322');
    expect(status).not.toBe(0);
  });

  it.each([
    ['domain', 'platform', 'packages'],
    ['platform', 'grievance', 'services'],
    ['grievance', 'cockpit', 'services'],
  ])('turbo boundaries: %s importing %s', (from, to, parent) => {
    const folderOf = (name: string): string =>
      `${name === to ? parent : name === 'grievance' ? 'services' : 'packages'}/${name}`;
    const packageOf = (name: string, dependencies: object): string =>
      JSON.stringify({
        name: `@qinwu/${name}`,
        version: '1.0.0',
        exports: { './*': './src/*.ts' },
        dependencies,
      });
    copyFileSync(join(root, 'turbo.json'), join(folder, 'turbo.json'));
    for (const name of [from, to]) {
      plant({
        [`${folderOf(name)}/turbo.json`]: readFileSync(join(root, folderOf(name), 'turbo.json'), 'utf8'),
      });
    }
    plant({
      'package.json': JSON.stringify({ name: 'planted', private: true, packageManager: 'pnpm@12.21.0' }),
      'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - services/*\n',
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      [`${folderOf(from)}/package.json`]: packageOf(from, { [`@qinwu/${to}`]: 'workspace:*' }),
      [`${folderOf(from)}/src/planted.ts`]: `import '@qinwu/${to}/server';\n`,
      [`${folderOf(to)}/package.json`]: packageOf(to, {}),
      [`${folderOf(to)}/src/server.ts`]: 'export const server = 1;\n',
    });
    const { status, said } = run('turbo', ['boundaries', '--no-color']);
    expect(said).toMatch(new RegExp(`@qinwu/${to}.*without any tag`, 's'));
    expect(status).not.toBe(0);
  });

  it('the comparison of OpenAPI documents: one that says something else than its service', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"openapi":"3.1.0"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const service = { name: 'credit', folder, port } as const;
    const file = join(folder, 'openapi.json');
    try {
      expect(await refreshDocument(service, true)).toBe(true);
      expect(await refreshDocument(service, false)).toBe(true);
      expect(await refreshDocument(service, true)).toBe(false);
      writeFileSync(file, readFileSync(file, 'utf8').replace('3.1.0', '3.0.0'));
      expect(await refreshDocument(service, true)).toBe(true);
      expect(readFileSync(file, 'utf8')).toContain('3.0.0');
    } finally {
      server.close();
    }
  });

  it('knip: an export that nobody uses', () => {
    copyFileSync(join(root, 'knip.json'), join(folder, 'knip.json'));
    plant({
      'package.json': '{"name":"planted","private":true,"type":"module"}',
      'pnpm-workspace.yaml': 'packages:\n  - services/*\n',
      'services/one/package.json': '{"name":"@qinwu/one","type":"module"}',
      'services/one/src/main.ts': "import { used } from './rule.ts';\n\nused();\n",
      'services/one/src/rule.ts':
        'export const used = (): number => 1;\nexport const unused = (): number => 2;\n',
    });
    const { status, said } = run('knip', ['--no-progress', '--no-config-hints']);
    expect(said).toMatch(/unused\s+.*services\/one\/src\/rule\.ts/);
    expect(status).not.toBe(0);
  });
});
