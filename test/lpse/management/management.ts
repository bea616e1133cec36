// Management, test mode only and apart from the protocol: the clock, the TSA, faults, mails, schedules, committees, and the
// signatures of people whose keys the seed holds.
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { UserType } from '../../../app/protocol/login.ts';
import { TenderCode, toInstant } from '../../../app/protocol/primitives.ts';
import type { Json } from '../../../crypto/canonical-json.ts';
import type { Access } from '../access/access.ts';
import type { LpseContext, Mail, PackageRecord } from '../context.ts';
import { hasCode } from '../problems.ts';
import { publicRoute, type LpseModule, type Route } from '../http.ts';
import type { DealingStore } from '../packages/dealings.ts';
import { replaceMember } from '../packages/committee.ts';
import type { PackageStore } from '../packages/package-store.ts';
import type { PolicyService } from '../packages/policies.ts';
import { changeSchedule, nextVersion, type ScheduleChange } from '../packages/schedule.ts';
import { signAsDemoPeople } from '../seeds/seed.ts';

export interface Management {
  /** @throws clock/backwards, clock/beyond-real-time */
  advanceTo(instant: Date): Promise<void>;
  advanceBySeconds(seconds: number): Promise<void>;
  setTsa(up: boolean): void;
  /** Revokes the TSA's certificate, now. */
  revokeTsa(): void;
  setFaults(body: unknown): Json;
  outbox(): readonly Mail[];
  changeSchedule(change: ScheduleChange): PackageRecord;
  /** Tender ulang: the next version, with its own schedule, policy and bids. */
  holdAgain(kdTender: string, closesAt: Date): Promise<void>;
  /** Has the seed's people sign the present draft; true when it is published. */
  signPolicy(kdTender: string): Promise<boolean>;
  /** Package token as the SPSE page would show it. */
  issueToken(user: { readonly userType: string; readonly userId: string }, kdTender: string, kdAkt: string): string;
  replaceMember(change: { kdTender: string; remove: string; add: string; alasan: string }): Promise<PackageRecord>;
}

export interface ManagementNeeds {
  readonly context: LpseContext;
  readonly access: Access;
  readonly packages: PackageStore;
  readonly policyService: PolicyService;
  readonly dealings: DealingStore;
}

export function createManagement({ context, access, packages, policyService, dealings }: ManagementNeeds): Management {
  const { clock, hooks, tsa, outbox, config, log } = context;
  const advanceTo = async (instant: Date): Promise<void> => {
    clock.advanceTo(instant);
    await hooks.clockMoved();
  };
  return {
    advanceTo,
    advanceBySeconds: (seconds) => advanceTo(new Date(clock.now().getTime() + seconds * 1000)),
    setTsa: (up) => tsa.setUp(up),
    revokeTsa: () => tsa.revoke(),
    setFaults: (body) => hooks.setFaults(body),
    outbox: () => outbox.all(),
    changeSchedule: (change) => changeSchedule({ packages, log, clock }, change),
    async holdAgain(kdTender, closesAt) {
      packages.replace(nextVersion(packages.require(kdTender), closesAt));
      try {
        await signAsDemoPeople({ config, clock, packages, policyService }, kdTender);
      } catch (error) {
        // A quorum is dealt anew for each version: its leader does that before there is a policy.
        if (!hasCode(error, 'policy/members-incomplete')) throw error;
      }
    },
    signPolicy: (kdTender) => signAsDemoPeople({ config, clock, packages, policyService }, kdTender),
    issueToken({ userType, userId }, kdTender, kdAkt) {
      const account = access.accounts.findUser(userType, userId);
      if (account === null) throw new CodedError('access/not-found');
      const stage = packages.stage(packages.require(kdTender), kdAkt);
      const expiresAt = new Date(stage.tgl_akhir);
      return access.tokens.issue(account, { kdTender, stage: stage.nama_tahapan, expiresAt });
    },
    replaceMember: (change) => replaceMember({ ...context, packages, policyService, dealings }, change),
  };
}

const Instant = z.iso.datetime();
const ClockMove = z.union([
  z.strictObject({ advanceTo: Instant }),
  z.strictObject({ advanceBySeconds: z.number().nonnegative() }),
]);
const ClockAnswer = z.strictObject({ serverTime: z.string(), behindMs: z.number() });
const Schedule = z.strictObject({
  kdTender: TenderCode,
  kdAkt: z.string(),
  tgl_awal: Instant.nullable().default(null),
  tgl_akhir: Instant,
  alasan: z.string().max(500),
  shiftFollowing: z.boolean().default(true),
});
const Member = z.strictObject({
  kdTender: TenderCode,
  remove: z.string(),
  add: z.string(),
  alasan: z.string().max(500),
});
const Token = z.strictObject({ userType: UserType, userId: z.string(), kdTender: TenderCode, kdAkt: z.string() });

export function managementModule(management: Management, { clock, config }: LpseContext): LpseModule {
  const now = () => ({ serverTime: toInstant(clock.now()), behindMs: clock.behindMs });
  return {
    routes: [
      post('clock', { body: ClockMove, answer: ClockAnswer }, async (body) => {
        if ('advanceTo' in body) await management.advanceTo(new Date(body.advanceTo));
        else await management.advanceBySeconds(body.advanceBySeconds);
        return now();
      }),
      get('clock', ClockAnswer, now),
      post('tsa', { body: z.strictObject({ up: z.boolean() }) }, ({ up }) => {
        management.setTsa(up);
        return { up };
      }),
      post('faults', { body: z.json() }, (body) => management.setFaults(body)),
      get('outbox', z.json(), () => management.outbox().map((mail) => ({ ...mail }))),
      post('schedule', { body: Schedule }, (body) => {
        const times = { tgl_awal: body.tgl_awal === null ? null : new Date(body.tgl_awal) };
        const record = management.changeSchedule({ ...body, ...times, tgl_akhir: new Date(body.tgl_akhir) });
        return { kdTender: record.kdTender, jadwal: [...record.stages] };
      }),
      post('policy', { body: z.strictObject({ kdTender: TenderCode }) }, async ({ kdTender }) => ({
        published: await management.signPolicy(kdTender),
      })),
      post('committee', { body: Member }, async (body) => ({
        officials: [...(await management.replaceMember(body)).officials],
      })),
      post('token', { body: Token }, ({ userType, userId, kdTender, kdAkt }) => {
        const token = management.issueToken({ userType, userId }, kdTender, kdAkt);
        return { token, link: `${config.baseUrl}/lt/${token}` };
      }),
    ],
  };
}

function post<B, A = Json>(
  name: string,
  schemas: { readonly body: z.ZodType<B>; readonly answer?: z.ZodType<A> },
  handle: (body: B) => A | Promise<A>,
): Route {
  // Without a schema of its own an answer is any JSON.
  const answer = schemas.answer ?? (z.json() as unknown as z.ZodType<A>);
  const options = { method: 'POST', path: `/management/${name}`, summary: name, hidden: true } as const;
  return publicRoute({ ...options, body: schemas.body, answer }, ({ body }) => handle(body));
}

function get<A>(name: string, answer: z.ZodType<A>, handle: () => A): Route {
  return publicRoute({ method: 'GET', path: `/management/${name}`, summary: name, hidden: true, answer }, () =>
    handle(),
  );
}
