import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type CreditService, startCreditService } from './credit-service.ts';

let service: CreditService;

beforeAll(async () => {
  service = await startCreditService();
});
afterAll(() => service.close());

it('answers nobody without a token and nobody else than an administrator about its operations', async () => {
  const anonymous = await fetch(`${service.url}/credit/v1/dead-letters`);
  expect(anonymous.status).toBe(401);
  const officer = await service.as({ roles: 'officer' })('GET', '/dead-letters');
  expect(officer.status).toBe(403);
  const admin = await service.as({ roles: 'admin' })('GET', '/dead-letters');
  expect(admin.status).toBe(200);
});
