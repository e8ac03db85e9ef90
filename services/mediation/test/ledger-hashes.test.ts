import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recordKey } from '@qinwu/platform/crypto/record-key';
import { openJson } from '../src/use-cases/secrets.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';
import { type Roster, WINDOW, WORKER, withRoster } from './roster.ts';

type Claims = Parameters<MediationService['as']>[0];

const CHIEF = { roles: 'supervisor', sub: 'chief-1' } as const;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** A hash of a text as somebody would guess at it: as it is, or as JSON. */
const guesses = (text: string) => [sha256(text), sha256(JSON.stringify(text))];

describe('hashes in the ledger', () => {
  let service: MediationService;
  let roster: Roster;
  let mediator: Claims;
  beforeAll(async () => {
    service = await startMediationService();
    roster = withRoster(service);
    mediator = roster.mediatorCalled('M-1');
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const post = (who: Claims, path: string, body: object = {}) => service.as(who)('POST', path, { body });
  const get = (who: Claims, path: string) => service.as(who)('GET', path);
  const historyOf = async (who: Claims, id: string) => (await get(who, `/cases/${id}/history`)).body.items;
  const stored = async (text: string, id: string) => (await service.deps.db.pool.query(text, [id])).rows[0];

  it('of what somebody may not read cannot be guessed at, and prove it all the same', async () => {
    const { id: who } = await roster.enter('M-1');
    const { id } = await roster.mediating([who]);
    const base = `/cases/${id}`;
    const [minutes, said, terms] = ['同意', '底价五千', '一次付清'];
    const planned = await post(mediator, `${base}/sessions`, {
      startsAt: '2025-08-20T02:00:00Z',
      endsAt: '2025-08-20T03:00:00Z',
      place: '闽南茶桌',
    });
    const session = planned.body.id;
    const held = await post(mediator, `${base}/sessions/${session}/actions/hold`, {
      attendance: [],
      minutes,
    });
    const message = await post(WORKER, `${base}/caucus/applicant/messages`, { text: said });
    const offer = { amount: '5000', terms, confidential: true };
    const made = await post(WORKER, `${base}/offers`, offer);
    const file = await upload(service, WORKER, '工资条');
    const item = await post(WORKER, `${base}/evidence`, { file, title: '工资条', purpose: '证明' });
    expect([held, message, made, item].map(({ status }) => status)).toEqual([200, 201, 201, 201]);
    const fileHash = item.body.file.sha256;

    const secrets = [...[minutes, said, terms, '5000.00'].flatMap(guesses), fileHash];
    for (const reader of [WINDOW, CHIEF]) {
      for (const part of ['history', 'ledger']) {
        const text = JSON.stringify((await get(reader, `${base}/${part}`)).body);
        expect(secrets.filter((each) => text.includes(each))).toEqual([]);
      }
    }

    const items = await historyOf(WINDOW, id);
    const entry = items.find(({ action }: { action: string }) => action === 'session-held');
    const kept = await stored('select minutes from session where id = $1', session);
    expect(entry.change.minutes).toBe(sha256(kept.minutes));
    const { seq, body } = await stored(
      `select seq, body from ledger where case_id = $1 and action = 'evidence-brought'`,
      id,
    );
    const dek = await recordKey(service.deps.db.orm, service.deps.keyring, {
      park: 'jinjiang',
      recordId: id,
    });
    const sealed = JSON.parse(body).change.words;
    const opened = openJson(service.deps.keyring, dek, { column: `ledger.${seq}`, id }, sealed);
    expect(opened).toMatchObject({ sha256: fileHash });

    await post(WORKER, `${base}/evidence/${item.body.id}/actions/exchange`);
    expect((await historyOf(WINDOW, id)).at(-1)).toMatchObject({
      action: 'evidence-exchange',
      change: { sha256: fileHash },
    });
  });

  it('of a case file with minutes do not give them away to who knows all the rest', async () => {
    const { id: who } = await roster.enter('M-2');
    const { id } = await roster.mediating([who]);
    await post(WINDOW, `/cases/${id}/actions/fail`, { reason: '分歧较大' });
    const reader = roster.mediatorCalled('M-2');
    const wanted = { recipient: { kind: 'court', name: '晋江市人民法院' }, legalBasis: '民事诉讼法' };
    const texts = [];
    for (let n = 0; n < 2; n++) {
      const { body } = await post(reader, `/cases/${id}/case-files`, { ...wanted, includeMinutes: true });
      const text = await (await service.open(reader, body.content.replace('/mediation/v1', ''))).text();
      expect(sha256(text)).toBe(body.sha256);
      const { salt, ...rest } = JSON.parse(text);
      expect(salt).toMatch(/^[0-9a-f]{32}$/);
      expect(sha256(JSON.stringify(rest))).not.toBe(body.sha256);
      texts.push(salt);
    }
    expect(new Set(texts).size).toBe(2);
  });
});
