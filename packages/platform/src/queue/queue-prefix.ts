import type { ServiceName } from '@qinwu/contracts/service-name';

/**
 * What all keys of a service's queue begin with. In a cluster the name in braces alone decides the slot: BullMQ's
 * scripts touch many keys of one queue at once, which must lie together, while the queues spread over the nodes.
 */
export function prefixOf(service: ServiceName): string {
  return `qinwu:{${service}}`;
}
