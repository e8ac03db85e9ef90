import type { VerifyReport } from '@qinwu/platform/ledger/verify';

export const sound: VerifyReport = {
  fault: null,
  header: null,
  others: 0,
  newer: 0,
  entries: 4,
  sealed: 4,
  checkpoints: 1,
  publicKey: null,
};

export const broken: VerifyReport = { ...sound, fault: { kind: 'altered', caseId: 'c1', seq: 1 } };
