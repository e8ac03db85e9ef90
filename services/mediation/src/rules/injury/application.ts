/** An application as decisions see it; plain values, no row of a table. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type {
  ApplicantKind,
  ClosedReason,
  Conclusion,
  CorrectionNotice,
  DecisionPaper,
  EmployerExtension,
  ExcludedPeriod,
  InjuryState,
  LaterMaterial,
  Material,
  NamedInjury,
  Transfer,
} from '../../injury-vocabulary.ts';

export interface InjuryApplication {
  state: InjuryState;
  applicantKind: ApplicantKind;
  employerUscc: string | null;
  baseOn: LocalDate | null;
  /** Received on the authority's behalf 委托收件. */
  delegated: boolean;
  completeOn: LocalDate | null;
  sensitiveConsent: boolean;
  receivedOn: LocalDate;
  transferredOn: LocalDate | null;
  acceptedOn: LocalDate | null;
  materials: Material[];
  later: LaterMaterial[];
  notices: CorrectionNotice[];
  excluded: ExcludedPeriod[];
  extensions: EmployerExtension[];
  transfer: Transfer | null;
  decisions: DecisionPaper[];
  conclusion: Conclusion | null;
  filedBy: string;
  /** Typed in by the staff for who came to them. */
  enteredByStaff: boolean;
  caseId: string | null;
  /** Closed for this one. */
  duplicates: NamedInjury[];
  /** Its persons were erased: nobody reads what it said any more. */
  erased: boolean;
}

/** What an action can set. */
export interface InjurySet {
  state?: InjuryState;
  baseOn?: LocalDate;
  employerUscc?: string;
  sensitiveConsent?: boolean;
  materials?: Material[];
  later?: LaterMaterial[];
  notices?: CorrectionNotice[];
  excluded?: ExcludedPeriod[];
  extensions?: EmployerExtension[];
  transfer?: Transfer;
  decisions?: DecisionPaper[];
  notTransferredReason?: ClosedReason;
  duplicateOf?: NamedInjury;
  conclusion?: Conclusion | null;
  completeOn?: LocalDate;
  transferredOn?: LocalDate;
  acceptedOn?: LocalDate;
  concludedOn?: LocalDate | null;
  withdrawnOn?: LocalDate | null;
  movedOn?: LocalDate;
}
