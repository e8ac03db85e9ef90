/** What the rules read and change of a grievance; the stored record has more. */
import type {
  Callback,
  Channel,
  Complexity,
  Confidentiality,
  DeclineCode,
  DemandType,
  ExtensionRequest,
  HotlineMatter,
  Light,
  Origin,
  Referral,
  Resolution,
  RoutedBy,
  State,
  UnroutedReason,
  Urgency,
} from '../vocabulary.ts';

export interface Grievance {
  id: string;
  number: string;
  version: number;
  state: State;
  cycle: number;
  origin: Origin;
  channel: Channel;
  demandType: DemandType;
  urgency: Urgency;
  complexity: Complexity;
  confidentiality: Confidentiality;
  categoryCode: string | null;
  enterpriseUscc: string | null;
  filedBy: string;
  reporterAnonymous: boolean;
  reporterCallbackConsent: boolean;
  /** Ciphertext, both: rules only ask whether there is one. */
  reporterName: string | null;
  reporterPhone: string | null;
  unitCode: string | null;
  coUnits: string[];
  /** The grid the reporter gave; `gridCode` is the one it was routed to. */
  placeGridCode: string | null;
  gridCode: string | null;
  officerCode: string | null;
  routedBy: RoutedBy | null;
  unroutedReason: UnroutedReason | null;
  measure: string | null;
  progress: string | null;
  resultText: string | null;
  resolution: Resolution | null;
  declineCode: DeclineCode | null;
  declineNote: string | null;
  callback: Callback | null;
  evidence: string[];
  evidenceDocuments: string[];
  evidenceNote: string | null;
  verifiedBy: string | null;
  handlers: string[];
  extensionRequest: ExtensionRequest | null;
  suspendedSince: Date | null;
  escalationLevel: number;
  supervisionLevel: number;
  hotlineDueAt: Date | null;
  hotlinePending: HotlineMatter | null;
  referral: Referral | null;
  dueAt: Date | null;
  light: Light | null;
  registeredAt: Date;
  acceptedAt: Date | null;
  declinedAt: Date | null;
  dispatchedAt: Date | null;
  signedAt: Date | null;
  contactedAt: Date | null;
  repliedAt: Date | null;
  closedAt: Date | null;
  writtenOffAt: Date | null;
  archivedAt: Date | null;
}

/** True where it is answered and waits to be called back or closed. */
export function isAnswered({ state }: Pick<Grievance, 'state'>): boolean {
  return state === 'REPLIED' || state === 'CALLBACK';
}

/** True for an order of the 12345 hotline, whose returns and extensions the hotline decides. */
export function isHotlineOrder(grievance: Pick<Grievance, 'channel'>): boolean {
  return grievance.channel === '12345';
}
