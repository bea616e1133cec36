// Answers `bids.*`: preparing, pricing, sending, carrying.
import type { AreaHandlers } from './area.ts';
import { draftHandlers } from './draft-handlers.ts';
import { priceHandlers } from './price-handlers.ts';
import type { Program } from './program.ts';
import { sendingHandlers } from './sending-handlers.ts';
import { transferHandlers } from './transfer-handlers.ts';

export function bidsHandlers(program: Program): AreaHandlers<'bids'> {
  return {
    ...draftHandlers(program),
    ...sendingHandlers(program),
    ...transferHandlers(program),
    ...priceHandlers(program),
  };
}
