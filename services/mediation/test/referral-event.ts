import { randomUUID } from 'node:crypto';
import { type DisputeContent, disputeReferred } from '@qinwu/contracts/events/grievance';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { ReceivedEvent } from '@qinwu/platform/events/event-handler';
import { sealContent } from '@qinwu/platform/events/sealed-content';
import { openReferred } from '../src/use-cases/open-referred.ts';
import type { MediationService } from './mediation-service.ts';

type Referral = ReceivedEvent<typeof disputeReferred>;

/** What a referral says unless a test says otherwise. */
export const CONTENT: DisputeContent = {
  title: '拖欠工资',
  text: '车间三十人两个月没有发工资。',
  textCut: false,
  reason: '劳资双方各执一词',
  enterpriseName: '晋江示例鞋业有限公司',
  reporter: { name: '陈晓梅', phone: '13800138000', idType: null, idNumber: null, address: null },
  attachments: [
    { fileId: randomUUID(), sha256: 'a'.repeat(64), name: '工资条.jpg', contentType: 'image/jpeg' },
  ],
};

/** The event of a grievance referred to mediation. */
export function referral(
  { deps }: MediationService,
  grievanceId: string,
  { content = CONTENT, number = 'GR-20250901-000001' }: { content?: DisputeContent; number?: string } = {},
): Referral {
  const place = {
    listener: 'mediation',
    event: disputeReferred,
    subject: grievanceId,
    field: 'content',
  } as const;
  return {
    id: randomUUID(),
    type: disputeReferred.type,
    source: '/grievance',
    park: 'jinjiang',
    subject: grievanceId,
    sequence: 4,
    time: new Date(),
    traceparent: undefined,
    data: {
      grievanceId,
      number,
      referralId: randomUUID(),
      referredOn: '2025-09-01',
      category: 'wage-arrears',
      enterprise: '91350582MA0000015J',
      content: sealContent(deps.keyring, place, content),
    },
  };
}

/** Hands the event to its handler, in a transaction as the queue does. */
export function hear({ deps }: MediationService, event: Referral): Promise<void> {
  return inTransaction(deps.db, (tx) => openReferred(deps, tx, event));
}
