import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readPublicKey } from './checkpoint.ts';
import { fileLines } from './file-lines.ts';
import { type LedgerFault, type VerifyReport, verifyExport } from './verify.ts';

const USAGE = `用法 / usage: ledger:verify EXPORT [--checkpoints FILE] [--key FILE]
  EXPORT         台账导出文件(JSON Lines)/ the export of a ledger
  --checkpoints  检查点文件 / the checkpoint file kept outside the database
  --key          签名公钥(PEM 或 base64 SPKI)/ the published public key
`;

/** What the command prints to; the process's own streams by default. */
export interface Output {
  write(text: string): unknown;
}

/** Verifies a ledger export offline; returns the exit code: 0 whole, 1 not whole, 2 wrong call. */
export async function runLedgerVerify(
  args: readonly string[],
  output: Output = process.stdout,
): Promise<number> {
  const call = parseCall(args);
  if (!call) {
    output.write(USAGE);
    return 2;
  }
  const key = call.key === undefined ? null : await readKey(call.key);
  const started = performance.now();
  const report = await verifyExport(
    fileLines(call.file),
    call.checkpoints ? fileLines(call.checkpoints) : [],
    key,
  );
  const seconds = (performance.now() - started) / 1000;
  output.write(summaryOf(report, { seconds, keyGiven: key !== null }));
  return report.fault ? 1 : 0;
}

function parseCall(args: readonly string[]): { file: string; checkpoints?: string; key?: string } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { checkpoints: { type: 'string' }, key: { type: 'string' } },
    });
    const [file, ...rest] = positionals;
    return file === undefined || rest.length > 0 ? null : { file, ...values };
  } catch {
    return null;
  }
}

async function readKey(path: string): Promise<KeyObject> {
  const text = await readFile(path, 'utf8');
  const key = text.includes('-----BEGIN') ? createPublicKey(text) : readPublicKey(text.trim());
  if (key?.asymmetricKeyType !== 'ed25519') throw new Error(`${path} holds no Ed25519 public key.`);
  return key;
}

function summaryOf(report: VerifyReport, call: { seconds: number; keyGiven: boolean }): string {
  const { fault, header, entries, sealed, others, checkpoints, newer, publicKey } = report;
  const rate = Math.round(entries / Math.max(call.seconds, 0.001));
  const lines = [
    `${entries} 条记录已核验,其中 ${sealed} 条由 ${checkpoints} 个签名检查点证明(每秒 ${rate} 条)`,
    `${entries} entries verified, ${sealed} of them proven by ${checkpoints} signed checkpoints (${rate}/s)`,
  ];
  if (header) lines.push(`导出时间 / exported at ${header.exportedAt}`);
  if (header?.park) {
    lines.push(
      `仅园区 ${header.park};其他园区的 ${others} 条只有散列,整件缺失须以全库导出核验`,
      `park ${header.park} alone, ${others} entries of others as hashes: whether a whole case is left out, the export of all parks tells`,
    );
  }
  if (checkpoints === 0) {
    lines.push(
      '未使用检查点:只核验了链,末尾被截去看不出来 / no checkpoints: only the chains were verified, a cut tail cannot be seen',
    );
  } else if (header && checkpoints < header.checkpoint) {
    lines.push(
      `检查点只到 ${checkpoints},导出已封到 ${header.checkpoint} / the checkpoints end at ${checkpoints} of ${header.checkpoint}`,
    );
  }
  if (newer > 0) {
    lines.push(
      `另有 ${newer} 个检查点晚于导出:只比对了导出所含记录 / ${newer} checkpoints are newer than the export: only what it holds was compared`,
    );
  }
  if (publicKey !== null && !call.keyGiven) {
    lines.push(`请核对签名公钥 / compare with the published key: ${publicKey}`);
  }
  lines.push(fault ? faultText(fault) : '完整 / whole');
  return `${lines.join('\n')}\n`;
}

const FAULT_WORDS = {
  altered: ['被改动', 'altered'],
  missing: ['缺失', 'missing'],
  reordered: ['次序被改动', 'reordered'],
  unexpected: ['多出', 'does not belong here'],
} as const;

function faultText(fault: LedgerFault): string {
  if (fault.kind === 'header') return '不是台账导出文件 / not a ledger export';
  if (fault.kind === 'checkpoint') {
    return `检查点 ${fault.number} 不可信 / checkpoint ${fault.number} cannot be trusted`;
  }
  const [zh, en] = FAULT_WORDS[fault.kind];
  const name = fault.caseId === null ? '?' : `${fault.caseId} #${fault.seq}`;
  return `第一处异常:${name} ${zh} / first fault: ${name} ${en}`;
}
