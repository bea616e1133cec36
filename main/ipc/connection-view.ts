// A connection as the window shows it.
import type { Connection } from '../../app/contract/lpse.ts';
import type { LpseConnection } from '../../app/usecases/connect-lpse.ts';

export function toConnectionView({ trust, discovery, offset, clockDiffers, log }: LpseConnection): Connection {
  const { kdLpse, timeZone, reference, minimumClientVersion } = discovery;
  const { offsetMs, uncertaintyMs } = offset;
  return {
    ...{ kdLpse, timeZone, reference, minimumClientVersion, offsetMs, uncertaintyMs, clockDiffers },
    baseUrl: trust.baseUrl,
    // The operator's own word for it, not the server's.
    name: trust.name,
    logSize: log.checkpoint?.size ?? 0,
  };
}
