import { titleGranted, titleRevoked } from '@qinwu/contracts/events/cockpit';
import { milestoneReached } from '@qinwu/contracts/events/investment';
import { certificateIssued } from '@qinwu/contracts/events/talent';
import { type EventHandler, onEvent, type ReceivedEvent } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../deps.ts';
import { enterpriseTitle, projectMilestone, skillCertificate } from '../store/mirrors/tables.ts';
import { certificateCount, milestoneCount, titleCount } from '../use-cases/mirrors/counted-indicators.ts';
import { type Mirror, takeMirrored } from '../use-cases/mirrors/take-mirrored.ts';

const titles: Mirror<typeof enterpriseTitle> = {
  table: enterpriseTitle,
  key: ['parkId', 'titleId'],
  indicator: titleCount,
};
const certificates: Mirror<typeof skillCertificate> = {
  table: skillCertificate,
  key: ['parkId', 'certificateId'],
  indicator: certificateCount,
};
const milestones: Mirror<typeof projectMilestone> = {
  table: projectMilestone,
  key: ['parkId', 'projectId', 'milestone'],
  indicator: milestoneCount,
};

/** What every mirrored record takes from its envelope. */
function headOf({ park, sequence, id }: ReceivedEvent) {
  return { parkId: park, sequence, eventId: id };
}

function titleRow(event: ReceivedEvent<typeof titleGranted>, revokedOn: string | null) {
  const { name, ...title } = event.data;
  return { ...headOf(event), ...title, nameZh: name.zh, nameEn: name.en, revokedOn };
}

/** What other services say for an enterprise 称号、技能证书、项目节点: kept, and counted in its indicators. */
export function mirrorHandlers(deps: Deps): readonly EventHandler[] {
  return [
    onEvent(titleGranted, (tx, events) =>
      takeMirrored(deps, tx, titles, events, (event) => titleRow(event, null)),
    ),
    onEvent(titleRevoked, (tx, events) =>
      takeMirrored(deps, tx, titles, events, (event) => titleRow(event, event.data.revokedOn)),
    ),
    onEvent(certificateIssued, (tx, events) =>
      takeMirrored(deps, tx, certificates, events, (event) => {
        const { number: _number, occupation: _occupation, ...facts } = event.data;
        return { ...headOf(event), ...facts };
      }),
    ),
    onEvent(milestoneReached, (tx, events) =>
      takeMirrored(deps, tx, milestones, events, (event) => ({ ...headOf(event), ...event.data })),
    ),
  ];
}
