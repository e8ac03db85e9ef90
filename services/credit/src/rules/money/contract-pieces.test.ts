import { expect, it } from '@jest/globals';
import { contractPieces, newestOf } from './contract-pieces.ts';

const contract = (number: string, registeredOn: string, yuan: number) => ({
  number,
  registeredOn,
  amount: BigInt(yuan) * 100n,
});

it('a contract counts for a year from its registration on, and then it is known that none does', () => {
  expect(contractPieces([contract('1', '2025-12-25', 10_000)])).toEqual([
    { from: '2025-12-25', until: '2026-12-24', value: 10_000 },
    { from: '2026-12-25', until: null, value: 0 },
  ]);
  expect(contractPieces([contract('1', '2024-02-29', 1)])[0]?.until).toBe('2025-02-27');
  expect(contractPieces([])).toEqual([]);
});

it('those that count on the same day add up, and a piece names the newest of its own', () => {
  const contracts = [contract('1', '2025-03-01', 100), contract('2', '2025-06-01', 20)];
  const pieces = contractPieces(contracts);
  expect(pieces.map(({ from, value }) => [from, value])).toEqual([
    ['2025-03-01', 100],
    ['2025-06-01', 120],
    ['2026-03-01', 20],
    ['2026-06-01', 0],
  ]);
  expect(pieces.map((piece) => newestOf(contracts, piece)?.number)).toEqual(['1', '2', '2', '2']);
});

it('the sum is rounded, not its parts', () => {
  const cents = [1, 2].map((n) => ({ number: String(n), registeredOn: '2025-01-01', amount: 30n }));
  expect(contractPieces(cents)[0]?.value).toBe(1);
});
