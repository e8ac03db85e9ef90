import { usccOf } from '@qinwu/domain/uscc';
import type { CreditCluster } from '../cluster/credit-cluster.ts';
import type { Random } from '../random.ts';
import { answered } from './request.ts';

const USCC = usccOf('91350582MA0000001');
const TERM = { decidedOn: '2025-01-02', startsOn: '2025-01-02', endsOn: '2025-12-31' };

/** A credit line whose bank has reported a loss: what a pool pays out for. Returns its id. */
export async function enterLostLine(cluster: CreditCluster, random: Random): Promise<string> {
  const bearer = await cluster.bearer('treasurer');
  const at = `${cluster.api.url}/credit/v1`;
  const put = (path: string, body: object): Promise<object> =>
    answered({ method: 'PUT', url: at + path, bearer, body: JSON.stringify(body) }, random);
  const post = (path: string, body: object, key: string): Promise<{ id: string }> =>
    answered(
      { method: 'POST', url: at + path, bearer, key: `faults-line-${key}`, body: JSON.stringify(body) },
      random,
    );
  await put(`/enterprises/${USCC}`, { name: '某某科技有限公司' });
  await put('/banks/faults', { name: '某某银行' });
  await put('/products/faults', { name: '经科贷' });
  const application = { uscc: USCC, bank: 'faults', product: 'faults', amountAsked: '1000000' };
  const line = await post('/credit-lines', { ...application, appliedOn: '2025-01-01' }, 'application');
  const of = `/credit-lines/${line.id}`;
  await post(`${of}/actions/refer`, {}, 'referral');
  await post(`${of}/actions/approve`, { amountApproved: '1000000', ...TERM }, 'approval');
  await post(`${of}/reports`, { kind: 'drawdown', amount: '1000000', on: '2025-01-03' }, 'drawdown');
  await post(`${of}/reports`, { kind: 'overdue', amount: '1000000', on: '2025-01-10' }, 'overdue');
  return line.id;
}
