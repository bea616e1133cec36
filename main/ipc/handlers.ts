// Every handler behind the window's door, put together by area.
import { activityHandlers } from './activity-handlers.ts';
import { committeeHandlers } from './committee-handlers.ts';
import { openingsHandlers } from './openings-handlers.ts';
import { minutesHandlers } from './minutes-handlers.ts';
import { referralsHandlers } from './referrals-handlers.ts';
import { auditHandlers } from './audit-handlers.ts';
import { watchHandlers } from './watch-handlers.ts';
import { appHandlers } from './app-handlers.ts';
import { bidsHandlers } from './bids-handlers.ts';
import type { Handlers } from './door.ts';
import { filesHandlers } from './files-handlers.ts';
import { identitiesHandlers } from './identities-handlers.ts';
import { lpseHandlers } from './lpse-handlers.ts';
import { packagesHandlers } from './packages-handlers.ts';
import type { Program } from './program.ts';
import { receiptsHandlers } from './receipts-handlers.ts';
import { sessionHandlers } from './session-handlers.ts';

export function createHandlers(program: Program): Handlers {
  return {
    ...appHandlers(program),
    ...filesHandlers(program),
    ...lpseHandlers(program),
    ...sessionHandlers(program),
    ...packagesHandlers(program),
    ...bidsHandlers(program),
    ...receiptsHandlers(program),
    ...identitiesHandlers(program),
    ...activityHandlers(program),
    ...committeeHandlers(program),
    ...openingsHandlers(program),
    ...minutesHandlers(program),
    ...referralsHandlers(program),
    ...auditHandlers(program),
    ...watchHandlers(program),
  };
}
