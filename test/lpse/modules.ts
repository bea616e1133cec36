// The modules of bids: uploads, submissions, openings, rehearsal, audit; and the faults that can be ordered.
// Each takes the context and adds its routes.
import { auditModule } from './audit/module.ts';
import type { LpseContext } from './context.ts';
import { createFaults, FaultRequest } from './faults.ts';
import type { LpseModule } from './http.ts';
import { openingModule } from './openings/module.ts';
import { submissionModule } from './submissions/module.ts';

export function bidModules(context: LpseContext): readonly LpseModule[] {
  const faults = createFaults();
  const submissions = submissionModule(context, faults);
  const { hooks } = context;
  hooks.beforeRequest = (request) => faults.beforeRequest(request);
  hooks.setFaults = (body) => {
    const { flip, ...settings } = FaultRequest.parse(body);
    if (flip !== undefined) submissions.room.files.flip(flip.uploadId, flip.position);
    return { ...faults.set(settings) };
  };
  hooks.clockMoved = async () => {
    await submissions.closings.closeDue();
    await submissions.room.receipts.fillTimestamps();
  };
  const losingReplies: LpseModule = {
    mount({ app }) {
      // The work is done and durable; only the answer does not arrive.
      app.addHook('onSend', async (request) => {
        const changes = request.method === 'POST' || request.method === 'PATCH';
        const isProtocol = changes && !request.url.startsWith('/management/');
        if (isProtocol && faults.takeLostReply()) request.raw.socket.destroy();
        return Promise.resolve(undefined);
      });
    },
  };
  return [losingReplies, submissions, openingModule(context, submissions), auditModule(context, submissions)];
}
