// Deals quorum keys (crypto/SPEC.md 11) away from everything else that runs on this computer. What is secret stays inside.
import type { DealingOrder, DealtParts } from '../../crypto/quorum-dealing.ts';

export interface Dealer {
  /**
   * Takes over the shares of `order.again`, which are wiped.
   * @throws share/too-few, share/malformed, share/inconsistent, certificate/*
   */
  deal(order: DealingOrder): Promise<DealtParts>;
}
