import type { Http } from '@qinwu/platform/http/http';
import type { CallContext } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, line } from '../fields.ts';
import type { OpenedAgreement } from '../use-cases/open-agreement.ts';
import { confirmAgreement, sealAgreement, signAgreement } from '../use-cases/sign-agreement.ts';
import { SIGNATURE_KINDS } from '../vocabulary.ts';
import { PARTIES, STAFF, WRITE_SCOPE } from '../who.ts';
import { AgreementView } from './agreement-schema.ts';
import { agreementView } from './agreement-view.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['协议与履行 agreements'];
const SIGNERS = [...STAFF, ...PARTIES] as const;
const HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const PARTY = '0198f000-0000-7000-8000-000000000001';

const textHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('所读文本的 SHA-256；文本已变更的答 409');
const scan = z.uuid().optional().describe('扫描件');

const Confirmation = z
  .object({
    party: z.uuid().optional().describe('代为记录时写明当事人'),
    textHash,
    scan: z.uuid().optional().describe('当事人签名确认的文本扫描件；代为记录时，与 session 至少填写一项'),
    session: z.uuid().optional().describe('该当事人到场的、起草该文本之后召开的会议'),
  })
  .meta({ id: 'AgreementConfirmation' });

const Signature = z
  .object({
    signer: z.union([
      z.object({ party: z.uuid().describe('当事人') }),
      z.object({ mediator: line(200).describe('调解员账号') }),
    ]),
    kind: z.enum(SIGNATURE_KINDS).describe('电子签名由本人作出；手写、指印、盖章由工作人员附扫描件登记'),
    textHash,
    signedOn: day
      .optional()
      .describe('纸面签署之日，不早于文本起草之日，默认今天；协议自最后一个签名或印章之日生效，电子签名不填'),
    scan,
  })
  .meta({ id: 'AgreementSignatureBody' });

const Seal = z
  .object({
    organisation: line(200).describe('调解组织，须与协议一致'),
    sealNumber: line(64).optional().describe('印章编号'),
    textHash,
    sealedOn: day.optional().describe('纸面盖章之日，不早于文本起草之日，默认今天'),
    scan,
  })
  .meta({ id: 'AgreementSeal' });

/** Confirmations, signatures and the seal; the last of them makes the agreement effective. */
export function signatureRoutes(http: Http, deps: Deps): void {
  const shared = {
    method: 'POST',
    tags: TAGS,
    params: Id,
    idempotency: 'required',
    ifMatch: 'optional',
    responses: { 201: { description: '已登记', schema: AgreementView } },
  } as const;
  const showing = (call: CallContext) => (agreement: OpenedAgreement) =>
    presentingPart(call, 201, (done) => ({
      body: agreementView(done, agreement, call),
      location: `${BASE}/cases/${done.row.id}/agreement`,
    }));

  http.route(
    {
      ...shared,
      url: `${BASE}/cases/:id/agreement/confirmations`,
      operationId: 'confirmAgreement',
      summary: '当事人确认协议文本 Confirm the text',
      description:
        '各方确认后方可签名。当事人用本人账号确认；工作人员代为记录的，须附扫描件或写明其到场的会议。',
      access: { roles: SIGNERS, scopes: [WRITE_SCOPE] },
      body: Confirmation,
      example: { party: PARTY, textHash: HASH },
    },
    (call) => {
      const { party, textHash: hash, scan: paper, session } = call.body;
      const confirmation = { party, textHash: hash, scan: paper, session };
      const target = { id: call.params.id, ifMatch: call.ifMatch };
      return confirmAgreement(deps, call, target, confirmation, showing(call));
    },
  );

  http.route(
    {
      ...shared,
      url: `${BASE}/cases/:id/agreement/signatures`,
      operationId: 'signAgreement',
      summary: '签署协议 Sign the agreement',
      description:
        '各方当事人与至少一名调解员签名、调解组织盖章，齐全之时协议生效（调解仲裁法第十四条、人民调解法第二十九条）。',
      access: { roles: SIGNERS, scopes: [WRITE_SCOPE] },
      body: Signature,
      example: { signer: { party: PARTY }, kind: 'electronic', textHash: HASH },
    },
    (call) => {
      const { signer, kind, textHash: hash, signedOn, scan: paper } = call.body;
      const by =
        'party' in signer
          ? ({ kind: 'party', id: signer.party } as const)
          : ({ kind: 'mediator', id: signer.mediator } as const);
      return signAgreement(
        deps,
        call,
        { id: call.params.id, ifMatch: call.ifMatch },
        { signer: by, kind, textHash: hash, signedOn, scan: paper },
        showing(call),
      );
    },
  );

  http.route(
    {
      ...shared,
      url: `${BASE}/cases/:id/agreement/seal`,
      operationId: 'sealAgreement',
      summary: '加盖调解组织印章 Seal the agreement',
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      body: Seal,
      example: { organisation: '晋江经济开发区劳动争议调解中心', sealNumber: '3505820001', textHash: HASH },
    },
    (call) => {
      const { organisation, sealNumber, textHash: hash, sealedOn, scan: paper } = call.body;
      return sealAgreement(
        deps,
        call,
        { id: call.params.id, ifMatch: call.ifMatch },
        { organisation, sealNumber, textHash: hash, sealedOn, scan: paper },
        showing(call),
      );
    },
  );
}
